//! Documents as tantivy's writer takes them.
//!
//! Leaves out the contents of a document (`document`).

use std::iter;
use std::sync::Arc;

use tantivy::DateTime;
use tantivy::schema::Field;
use tantivy::schema::document::{
    Document, ReferenceValue, ReferenceValueLeaf, Value as TantivyValue,
};

use super::document::{IndexDocument, TextField, Value, ValueField};
use super::packed::pack;
use super::ranked::Times;
use super::schema::{QuoteFields, ReleaseFields, TextFields};

/// Seconds from 1970, in the years 1677 and 2262: an index counts nanoseconds. Times beyond sort with the farthest.
const FARTHEST: i64 = i64::MAX / 1_000_000_000 - 1;

/// A document for tantivy's writer, which may hold thousands of them in its queue. The words of a text are there
/// once for all fields that index them.
#[derive(Debug, Default)]
pub(super) struct QueuedDocument {
    fields: Vec<(Field, FieldValue)>,
}

/// A value of a field.
#[derive(Debug, Clone)]
pub(super) enum FieldValue {
    Number(u64),
    Text(Arc<str>),
    /// JSON that is packed.
    Packed(Arc<[u8]>),
    Time(DateTime),
}

impl Document for QueuedDocument {
    type Value<'a> = &'a FieldValue;
    type FieldsValuesIter<'a> = iter::Map<
        std::slice::Iter<'a, (Field, FieldValue)>,
        fn(&'a (Field, FieldValue)) -> (Field, &'a FieldValue),
    >;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.fields.iter().map(|(field, value)| (*field, value))
    }
}

impl<'a> TantivyValue<'a> for &'a FieldValue {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self {
            FieldValue::Number(number) => ReferenceValueLeaf::U64(*number),
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Packed(json) => ReferenceValueLeaf::Bytes(json),
            FieldValue::Time(time) => ReferenceValueLeaf::Date(*time),
        })
    }
}

/// The tantivy fields of an index, by the fields of a document.
pub(super) trait Fields {
    /// Returns the tantivy fields of a text field.
    fn of_text(&self, field: TextField) -> Vec<Field>;

    /// Returns the field of ranking.
    fn ranked(&self) -> Field;

    /// Returns how often the field of ranking has the words of a text field; `None` if it lacks them.
    fn times(&self, field: TextField) -> Option<Times>;

    /// Returns the tantivy field of a value field.
    fn of_value(&self, field: ValueField) -> Field;

    /// Converts a document for tantivy's writer.
    fn document(&self, document: IndexDocument) -> QueuedDocument {
        let IndexDocument { terms, values } = document;
        let mut queued = QueuedDocument::default();
        for (field, value) in values {
            let value = match value {
                Value::Number(number) => FieldValue::Number(number),
                Value::Text(text) => FieldValue::Text(text.into()),
                Value::Json(text) => FieldValue::Packed(pack(&text).into()),
                Value::Time(time) => FieldValue::Time(time.map_or(DateTime::MAX, |time| {
                    DateTime::from_timestamp_secs(time.clamp(-FARTHEST, FARTHEST))
                })),
            };
            queued.fields.push((self.of_value(field), value));
        }
        for (field, terms) in terms {
            let times = self.times(field);
            let words: Arc<str> = times.unwrap_or_default().encode(&terms).into();
            let ranked = times.map(|_| self.ranked());
            for field in self.of_text(field).into_iter().chain(ranked) {
                queued.fields.push((field, FieldValue::Text(words.clone())));
            }
        }
        queued
    }
}

fn all(fields: TextFields) -> Vec<Field> {
    vec![fields.exact, fields.lemma, fields.parts]
}

impl Fields for ReleaseFields {
    fn ranked(&self) -> Field {
        self.ranked
    }

    fn times(&self, field: TextField) -> Option<Times> {
        Times::in_release(field)
    }

    fn of_text(&self, field: TextField) -> Vec<Field> {
        match field {
            TextField::Title => all(self.title),
            TextField::Lead => all(self.lead),
            TextField::Body => all(self.body),
            TextField::Quotes => all(self.quotes),
            TextField::Speakers => all(self.speakers),
            TextField::Offices => all(self.offices),
            TextField::Officials => all(self.officials),
            TextField::Publishers => all(self.publishers),
            TextField::Topics => all(self.topics),
            TextField::Parties => all(self.parties),
            TextField::Organisations | TextField::Context => Vec::new(),
        }
    }

    fn of_value(&self, field: ValueField) -> Field {
        match field {
            ValueField::Release => self.id,
            ValueField::Seq => self.seq,
            ValueField::Docid => self.docid,
            ValueField::Kind => self.kind,
            ValueField::Status => self.status,
            ValueField::From => self.from,
            ValueField::Until => self.until,
            ValueField::Captured => self.captured,
            ValueField::Changed => self.changed,
            ValueField::Meta => self.meta,
            ValueField::Text => self.release,
            ValueField::Acronyms => self.acronyms,
            ValueField::Language => self.language,
            ValueField::Publisher => self.publisher,
            ValueField::Published => self.published,
            ValueField::Office => self.office,
            ValueField::Official => self.official,
            ValueField::Party => self.party,
            ValueField::Topic => self.topic,
            ValueField::Register => self.register,
            ValueField::Address => self.address,
            ValueField::Signature => self.signature,
            ValueField::Quote | ValueField::Version | ValueField::Ordinal | ValueField::Speaker => {
                unreachable!("only quotes have this field")
            }
        }
    }
}

impl Fields for QuoteFields {
    fn ranked(&self) -> Field {
        self.ranked
    }

    fn times(&self, field: TextField) -> Option<Times> {
        Times::in_quote(field)
    }

    fn of_text(&self, field: TextField) -> Vec<Field> {
        match field {
            TextField::Quotes => all(self.text),
            TextField::Speakers => all(self.speakers),
            TextField::Offices => all(self.offices),
            TextField::Organisations => all(self.organisations),
            TextField::Parties => all(self.parties),
            TextField::Publishers => all(self.publishers),
            _ => Vec::new(),
        }
    }

    fn of_value(&self, field: ValueField) -> Field {
        match field {
            ValueField::Quote => self.id,
            ValueField::Release => self.release_id,
            ValueField::Version => self.version,
            ValueField::Ordinal => self.ordinal,
            ValueField::Speaker => self.speaker,
            ValueField::Kind => self.kind,
            ValueField::Published => self.published,
            ValueField::Status => self.status,
            ValueField::From => self.from,
            ValueField::Until => self.until,
            ValueField::Captured => self.captured,
            ValueField::Changed => self.changed,
            _ => unreachable!("the index of quotes lacks this field"),
        }
    }
}
