//! Reads the rows of tables of data, and lists of facts.
//!
//! Leaves out tables that only lay out a page (`flatten`).

use ego_tree::NodeRef;
use scraper::Node;

use super::elements::{facts_of, is_picture_of_bullet, only_block, text_of};
use super::flatten::{Context, Walk};
use crate::document::BlockKind;
use crate::extract::carriers::plain;
use crate::extract::draft::RawBlock;
use crate::extract::normalize::normalize;

impl Walk<'_> {
    /// Reads a list of facts as rows of a table: `<dt>Datum<dd>3 mei 2004`.
    pub(super) fn facts(&mut self, list: NodeRef<'_, Node>, context: Context) {
        let mut label = String::new();
        for (name, part) in facts_of(list) {
            if name == "dt" {
                label = normalize(&text_of(part));
                continue;
            }
            let pending = self.gathered(only_block(part), context);
            let value = normalize(&pending.text);
            if !value.is_empty() {
                self.page.blocks.push(RawBlock {
                    region: context.region,
                    linked: pending.linked,
                    links: pending.links,
                    tags: pending.tags,
                    ..RawBlock::new(BlockKind::TableRow, format!("{label} | {value}"))
                });
            }
        }
    }

    pub(super) fn row(&mut self, node: NodeRef<'_, Node>, context: Context) {
        let mut is_item = false;
        let mut cells = Vec::new();
        let mut row = RawBlock::new(BlockKind::TableRow, String::new());
        for cell in node.children().filter(|c| c.value().is_element()) {
            let pending = self.gathered(only_block(cell), context);
            row.linked += pending.linked;
            row.tags.extend(pending.tags);
            row.links.extend(pending.links);
            let text = normalize(&pending.text);
            is_item |= cells.is_empty() && text.is_empty() && is_picture_of_bullet(cell);
            if !text.is_empty() {
                cells.push(text);
            }
        }
        if let [.., item] = &cells[..]
            && (is_item && cells.len() == 1 || cells.len() == 2 && plain::is_bullet(&cells[0]))
        {
            // `• | Een nieuwe brug`: a list laid out as a table
            let number = self.page.blocks.last().and_then(|last| last.list);
            let number = number.unwrap_or_else(|| {
                self.lists += 1;
                (self.lists, false)
            });
            self.page.blocks.push(RawBlock {
                region: context.region,
                kind: BlockKind::ListItem,
                text: item.clone(),
                list: Some(number),
                ..row
            });
        } else if !cells.is_empty() {
            let kind = if cells.len() == 1 {
                BlockKind::Paragraph
            } else {
                BlockKind::TableRow
            };
            self.page.blocks.push(RawBlock {
                region: context.region,
                kind,
                text: cells.join(" | "),
                ..row
            });
        }
    }
}
