//! Groups the hits of a list for people: the same text of several publishers is one hit.
//!
//! Leaves out which texts are the same (`same_text`), and hits for programs, which are never grouped.

use std::collections::{HashMap, HashSet};

use tantivy::DocAddress;

use super::cores::on_all_cores;
use super::prepared::{Answer, Collected, PreparedSearch};
use super::same_text::{Republished, Text, near_releases, published};
use super::select::{MAX_LIMIT, Paging, Sort};
use crate::document::{Version, VersionMeta};
use crate::index::{IndexError, Reader};

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
        self.add_lower_hits(&mut texts, &mut groups, paging.offset)?;
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
        let found = Collected { found, ..collected };
        let mut answer = self.answer(paging, found, texts.into_versions())?;
        for (hit, others) in answer.hits.iter_mut().zip(others) {
            hit.also_published = others;
        }
        Ok(answer)
    }

    /// Adds to the groups from number `first` on the hits with the same text that stand lower in the list.
    fn add_lower_hits(
        &self,
        texts: &mut Texts<'_>,
        groups: &mut [Group],
        first: usize,
    ) -> Result<(), IndexError> {
        let grouped: HashSet<DocAddress> = groups.iter().flatten().copied().collect();
        let (mut shown, mut traces) = (Vec::new(), Vec::new());
        for (at, group) in groups.iter().enumerate().skip(first) {
            if let Some(trace) = texts.at(group[0])?.trace() {
                shown.push(at);
                traces.push(trace);
            }
        }
        let mut same = Vec::new();
        for (place, address) in near_releases(self.reader, &traces)? {
            let at = shown[place];
            if !grouped.contains(&address) && texts.are_same(groups[at][0], address)? {
                same.push((at, address));
            }
        }
        let addresses = same.iter().map(|(_, address)| *address);
        let mut hits = self.matching(&*self.compiled.query, addresses)?;
        for (at, address) in same {
            // The first group that a hit belongs to has it.
            if hits.remove(&address) {
                groups[at].push(address);
            }
        }
        Ok(())
    }
}

/// Releases that are compared with each other. Each is read once.
struct Texts<'r> {
    reader: &'r Reader,
    read: HashMap<DocAddress, (Text, VersionMeta)>,
}

impl<'r> Texts<'r> {
    fn of(reader: &'r Reader) -> Self {
        Self {
            reader,
            read: HashMap::new(),
        }
    }

    /// Reads releases on all cores.
    fn read(&mut self, addresses: impl Iterator<Item = DocAddress>) -> Result<(), IndexError> {
        let unread: Vec<_> = addresses
            .filter(|address| !self.read.contains_key(address))
            .collect();
        let read = on_all_cores(unread.into_iter().map(Ok), |address| {
            let Version { release, meta } = self.reader.version(address)?;
            let text = Text::of(release);
            // The look at all runs of a text is work for all cores too.
            text.trace();
            Ok((address, (text, meta)))
        });
        let read: Vec<_> = read.collect::<Result<_, _>>()?;
        self.read.extend(read);
        Ok(())
    }

    /// Returns the first `wanted` groups of hits, in the order of their best hits.
    fn grouped(&mut self, collected: &Collected, wanted: usize) -> Result<Vec<Group>, IndexError> {
        let mut groups: Vec<Group> = Vec::new();
        let mut traces = Vec::new();
        let addresses = collected.found.iter().map(|(_, address)| *address);
        self.read(addresses.take(wanted))?;
        for &(_, address) in &collected.found {
            let trace = self.at(address)?.trace();
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
        group.sort_by_key(|address| published(&self.read[address].0.release));
        Ok(())
    }

    fn are_same(&mut self, one: DocAddress, other: DocAddress) -> Result<bool, IndexError> {
        self.at(one)?;
        self.at(other)?;
        let (one, other) = (&self.read[&one].0, &self.read[&other].0);
        Ok(one.resemblance(other).is_some())
    }

    fn at(&mut self, address: DocAddress) -> Result<&Text, IndexError> {
        self.read(std::iter::once(address))?;
        Ok(&self.read[&address].0)
    }

    fn into_versions(self) -> HashMap<DocAddress, Version> {
        let versions = self.read.into_iter().map(|(address, (text, meta))| {
            let release = text.release;
            (address, Version { release, meta })
        });
        versions.collect()
    }
}
