/// Sums of integers in a table: a struct with one field per column.
///
/// All columns stand in every change, so that the changes of a batch become one per row.
macro_rules! counters {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct $name {
            $($(#[$field_doc])* pub(crate) $field: i64,)+
        }

        impl $name {
            /// The sum of every column over all parts, to stand last in a `SELECT`.
            pub(crate) const SUMS: &'static str = concat!(
                $("CAST(COALESCE(SUM(", stringify!($field), "), 0) AS BIGINT) AS ",
                  stringify!($field), ", ",)+
                "COUNT(*) AS n_parts"
            );

            /// What is added to each column.
            pub(crate) fn deltas(&self) -> Vec<(&'static str, i64)> {
                vec![$((stringify!($field), self.$field)),+]
            }

            /// Reads the columns of [`Self::SUMS`].
            ///
            /// # Errors
            /// When one is missing.
            pub(crate) fn of(
                row: &tongban_readmodel::Row,
            ) -> Result<Self, tongban_readmodel::QueryError> {
                Ok(Self { $($field: row.int(stringify!($field))?),+ })
            }
        }

        impl std::ops::Neg for $name {
            type Output = Self;

            fn neg(self) -> Self {
                Self { $($field: -self.$field),+ }
            }
        }
    };
}

pub(super) use counters;
