mod record;
pub use record::release_json;
