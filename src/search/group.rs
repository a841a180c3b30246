//! Groups the hits of a list for people: the same text of several publishers is one hit.
//!
//! Leaves out which texts are the same (`same_text`), and hits for programs, which are never grouped.

use std::collections::{HashMap, HashSet};

use tantivy::DocAddress;

use super::cores::collect;
use super::prepared::{Answer, Collected, PreparedSearch};
use super::same_text::{Near, Republished, Text, Traces, near_in_all, published};
use super::select::{MAX_LIMIT, Paging, Sort};
use crate::index::{IndexError, Reader};

/// A query that matches more than one release in so many costs more to run again than a look at all releases.
const BROAD: u64 = 20;

/// Releases with the same text. The best hit comes first.
type Group = Vec<DocAddress>;

impl PreparedSearch<'_> {
    /// Returns the hits that `paging` selects, with the same text of several publishers as one hit: the one
    /// that was published first, with the others behind it. Ranks and pages count such hits; the total
    /// counts releases. No hit beyond the first 10,000 is grouped.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top_grouped(&self, paging: &Paging) -> Result<Answer, IndexError> {
        let wanted = paging.offset.saturating_add(paging.limit);
        if paging.limit == 0 || wanted > MAX_LIMIT {
            return self.top(paging);
        }
        let mut texts = Texts::of(self.reader);
        let mut window = Paging {
            offset: 0,
            limit: wanted + wanted / 2,
            ..*paging
        };
        let (collected, mut groups) = loop {
            window.limit = window.limit.min(MAX_LIMIT);
            let collected = self.collect(&window, true)?;
            let groups = texts.grouped(&collected, wanted)?;
            let are_all = collected.found.len() < window.limit || window.limit == MAX_LIMIT;
            if groups.len() == wanted || are_all {
                break (collected, groups);
            }
            window.limit *= 2;
        };
        self.add_lower_hits(&mut texts, &collected, &mut groups, paging.offset)?;
        let scores: HashMap<DocAddress, f32> = collected
            .found
            .iter()
            .map(|(score, address)| (*address, *score))
            .collect();
        let mut found = Vec::new();
        let mut others = Vec::new();
        for mut group in groups.into_iter().skip(paging.offset) {
            let mut behind = Vec::new();
            if group.len() > 1 {
                texts.sort(&mut group)?;
                for &address in &group[1..] {
                    behind.push(Republished::of(&texts.at(address)?.release));
                }
            }
            let score = match scores.get(&group[0]) {
                Some(score) => *score,
                None if paging.sort == Sort::Date => 0.0,
                None => self.score_at(group[0])?,
            };
            found.push((score, group[0]));
            others.push(behind);
        }
        let mut answer = self.answer(paging, Collected { found, ..collected })?;
        for (hit, others) in answer.hits.iter_mut().zip(others) {
            hit.also_published = others;
        }
        Ok(answer)
    }

    /// Adds to the groups from number `first` on the hits with the same text that stand lower in the list.
    fn add_lower_hits(
        &self,
        texts: &mut Texts<'_>,
        collected: &Collected,
        groups: &mut [Group],
        first: usize,
    ) -> Result<(), IndexError> {
        let mut grouped: HashSet<DocAddress> = groups.iter().flatten().copied().collect();
        let mut shown = Vec::new();
        for (at, group) in groups.iter().enumerate().skip(first) {
            shown.extend(texts.traces.at(group[0])?.map(|trace| (at, trace)));
        }
        if shown.is_empty() {
            return Ok(());
        }
        let near = Near::of(shown.iter().map(|(_, trace)| *trace).collect());
        let releases = &self.reader.releases;
        let is_broad = collected.total as u64 > releases.num_docs() / BROAD;
        let near = if is_broad {
            near_in_all(self.reader, &near)?
        } else {
            collect(releases, &*self.compiled.query, &near)?
        };
        for (place, address) in near {
            let group = &mut groups[shown[place].0];
            if !grouped.contains(&address)
                && texts.are_same(group[0], address)?
                && (!is_broad || self.matches(&*self.compiled.query, address)?)
            {
                grouped.insert(address);
                group.push(address);
            }
        }
        Ok(())
    }
}

/// Releases that are compared with each other. Each is read once.
struct Texts<'r> {
    reader: &'r Reader,
    traces: Traces<'r>,
    read: HashMap<DocAddress, Text>,
}

impl<'r> Texts<'r> {
    fn of(reader: &'r Reader) -> Self {
        Self {
            reader,
            traces: Traces::of(reader),
            read: HashMap::new(),
        }
    }

    /// Returns the first `wanted` groups of hits, in the order of their best hits.
    fn grouped(&mut self, collected: &Collected, wanted: usize) -> Result<Vec<Group>, IndexError> {
        let mut groups: Vec<Group> = Vec::new();
        let mut traces = Vec::new();
        for &(_, address) in &collected.found {
            let trace = self.traces.at(address)?;
            let mut own = None;
            for (at, other) in traces.iter().enumerate() {
                let is_near = trace
                    .zip(*other)
                    .is_some_and(|(one, other)| one.is_near(other));
                if is_near && self.are_same(groups[at][0], address)? {
                    own = Some(at);
                    break;
                }
            }
            match own {
                Some(at) => groups[at].push(address),
                None if groups.len() == wanted => break,
                None => {
                    groups.push(vec![address]);
                    traces.push(trace);
                }
            }
        }
        Ok(groups)
    }

    /// Sorts a group: the first publication comes first.
    fn sort(&mut self, group: &mut Group) -> Result<(), IndexError> {
        for &address in &*group {
            self.at(address)?;
        }
        group.sort_by_key(|address| published(&self.read[address].release));
        Ok(())
    }

    fn are_same(&mut self, one: DocAddress, other: DocAddress) -> Result<bool, IndexError> {
        self.at(one)?;
        self.at(other)?;
        Ok(self.read[&one].resemblance(&self.read[&other]).is_some())
    }

    fn at(&mut self, address: DocAddress) -> Result<&Text, IndexError> {
        if !self.read.contains_key(&address) {
            let release = self.reader.release(address)?;
            self.read.insert(address, Text::of(release));
        }
        Ok(&self.read[&address])
    }
}
