use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Office;
use tongban_kernel::Text;

use super::{DepartmentCode, ItemCode, PostCode};

/// A department (部门) during one stretch of its life.
///
/// A department that is renamed has two entries with the same code; one that is merged or split
/// ends and names its successors, so that open tasks find who answers for them now while history
/// keeps who it was then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Department {
    /// Its code, the same through all its names.
    pub code: DepartmentCode,
    /// Its full name.
    pub names: Text,
    /// Unified social credit code (统一社会信用代码, GB 32100), where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unified_code: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// First day on which it is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// Who takes over at `valid_until`. One: a merger or a succession. Several: a split, of which
    /// one names nothing and so takes the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Successor>,
    /// How it reckons time, where that differs from the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
    /// Its posts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
}

/// A post (岗位): who does a kind of work, whoever holds it today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Post {
    /// Its code inside the department.
    pub code: PostCode,
    /// Its name.
    pub names: Text,
    /// First day, where it is later than the department's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// First day on which it is no more, where it ends before the department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The post of the same department that takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<PostCode>,
}

/// Who takes over from a department that ends, and what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Successor {
    /// The department that takes over.
    pub department: DepartmentCode,
    /// Items that go to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemCode>,
    /// Posts that go to it, each with its code there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub posts: BTreeMap<PostCode, PostCode>,
}

impl Department {
    /// Whether the entry describes the department on that day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|until| on < until)
    }

    /// A post by its code, past ones included.
    pub fn post(&self, code: &PostCode) -> Option<&Post> {
        self.posts.iter().find(|post| post.code == *code)
    }

    /// The post that does the work of `code` on that day, through its successors.
    pub fn post_at(&self, code: &PostCode, on: Date) -> Option<&Post> {
        let mut post = self.post(code)?;
        // As many hops as there are posts: a ring of successors ends instead of turning forever.
        for _ in &self.posts {
            if post.valid_until.is_none_or(|until| on < until) {
                return Some(post);
            }
            post = self.post(post.successor.as_ref()?)?;
        }
        None
    }
}

impl Successor {
    /// Whether it takes whatever no other successor names.
    pub fn takes_the_rest(&self) -> bool {
        self.items.is_empty() && self.posts.is_empty()
    }
}
