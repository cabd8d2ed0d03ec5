//! Search as one types, in any of the writings people name their accounts in.
//!
//! Texts and what is typed are folded alike ([`fold`]); what is half typed in Korean is spelled out as the ways on from
//! there ([`hangul`]). The folded texts are kept beside the open vault, see [`index`].

mod fold;
mod hangul;
pub(crate) mod index;
mod query;

pub(crate) use index::SearchIndex;
pub(crate) use query::Query;

#[cfg(test)]
mod tests;
