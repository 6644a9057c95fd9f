//! How long things may take, by one catalogue and by another.

use serde::Serialize;
use tongban_catalog::model::{City, Item, Plan};
use tongban_kernel::Text;
use tongban_kernel::calendar::{Budget, Ladder, Lang};
use utoipa::ToSchema;

/// A limit that is another one.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LimitMove {
    /// Of what.
    pub of: LimitOf,
    /// Which one, where there are several: a step, `step/department`, a procedure, a task of a plan.
    pub code: Option<String>,
    /// Its name; of a rung or a limit of the whole, none.
    #[schema(value_type = Option<Object>)]
    pub names: Option<Text>,
    /// What it was; none where there was none.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Text>,
    /// What it is; none where it is no more.
    #[schema(value_type = Option<Object>)]
    pub after: Option<Text>,
}

/// What a limit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitOf {
    /// 法定时限.
    Statutory,
    /// 承诺时限.
    Promised,
    /// 补正告知.
    Correction,
    /// 送达.
    Delivery,
    /// The most by which the limit of law is extended (延长).
    Extension,
    /// A step (环节).
    Step,
    /// What a step asks of another department (协同事项).
    Ask,
    /// A special procedure (特别程序).
    Procedure,
    /// The first response in an emergency (响应时限).
    Response,
    /// A task of a plan (处置任务).
    PlanTask,
    /// A paper that is brought after an emergency (补办手续).
    SkippedPaper,
    /// Taking a task on (签收).
    Acknowledgement,
    /// After which the head of a department is told (分管领导).
    Lead,
    /// After which supervision is told (督办).
    Supervisor,
    /// After which it is put on record (问责).
    Accountability,
    /// A written answer to a warning (书面说明).
    WarningAnswer,
    /// The answer of a side to a dispute (答辩).
    DisputeAnswer,
    /// The ruling on a dispute (裁决).
    Ruling,
}

/// A limit of one catalogue.
pub(super) struct Limit {
    of: LimitOf,
    code: Option<String>,
    names: Option<Text>,
    budget: Budget,
}

impl Limit {
    fn of_all(of: LimitOf, budget: Budget) -> Self {
        Self { of, code: None, names: None, budget }
    }

    fn of_one(of: LimitOf, code: impl Into<String>, names: &Text, budget: Budget) -> Self {
        Self { of, code: Some(code.into()), names: Some(names.clone()), budget }
    }

    fn is_of_the_same(&self, other: &Self) -> bool {
        self.of == other.of && self.code == other.code
    }
}

/// The limits that are others; those that are no more come last.
pub(super) fn moved_limits(before: &[Limit], after: &[Limit]) -> Vec<LimitMove> {
    let words =
        |limit: &Limit| Text::new(limit.budget.words(Lang::Zh), limit.budget.words(Lang::En));
    let moved = |is: &Limit, before: Option<&Limit>, after: Option<&Limit>| LimitMove {
        of: is.of,
        code: is.code.clone(),
        names: is.names.clone(),
        before: before.map(words),
        after: after.map(words),
    };
    let new = after.iter().filter_map(|is| {
        let was = before.iter().find(|was| was.is_of_the_same(is));
        let is_same = was.is_some_and(|was| was.budget == is.budget);
        (!is_same).then(|| moved(is, was, Some(is)))
    });
    let gone = before.iter().filter(|was| !after.iter().any(|is| is.is_of_the_same(was)));
    new.chain(gone.map(|was| moved(was, Some(was), None))).collect()
}

/// All limits of an item.
pub(super) fn limits_of_item(item: &Item) -> Vec<Limit> {
    let limits = &item.limits;
    let mut all = vec![
        Limit::of_all(LimitOf::Statutory, limits.statutory),
        Limit::of_all(LimitOf::Promised, limits.promised),
        Limit::of_all(LimitOf::Correction, limits.correction),
    ];
    all.extend(limits.delivery.map(|delivery| Limit::of_all(LimitOf::Delivery, delivery)));
    let extension = limits.extension.as_ref();
    all.extend(extension.map(|extension| Limit::of_all(LimitOf::Extension, extension.max)));
    for step in &item.steps {
        all.push(Limit::of_one(LimitOf::Step, step.id.as_str(), &step.names, step.limit));
        all.extend(step.cooperation.iter().map(|ask| {
            let code = format!("{}/{}", step.id, ask.department);
            Limit::of_one(LimitOf::Ask, code, &ask.asks, ask.limit)
        }));
    }
    all.extend(
        item.special_procedures
            .iter()
            .map(|one| Limit::of_one(LimitOf::Procedure, one.code.as_str(), &one.names, one.limit)),
    );
    all.extend(item.ladder.iter().flat_map(rungs));
    all
}

/// All limits of a plan.
pub(super) fn limits_of_plan(plan: &Plan) -> Vec<Limit> {
    let mut all = vec![Limit::of_all(LimitOf::Response, plan.respond_within)];
    for task in &plan.tasks {
        all.push(Limit::of_one(LimitOf::PlanTask, task.code.as_str(), &task.asks, task.limit));
        all.extend(task.skips.iter().map(|paper| {
            let code = format!("{}/{}", task.code, paper.code);
            Limit::of_one(LimitOf::SkippedPaper, code, &paper.names, paper.within)
        }));
    }
    all.extend(rungs(&plan.ladder));
    all
}

/// The limits that a city sets for all.
pub(super) fn limits_of_city(city: &City) -> Vec<Limit> {
    let mut all: Vec<_> = rungs(&city.ladder).collect();
    all.push(Limit::of_all(LimitOf::DisputeAnswer, city.arbitration.answer_within));
    all.push(Limit::of_all(LimitOf::Ruling, city.arbitration.rule_within));
    all
}

fn rungs(ladder: &Ladder) -> impl Iterator<Item = Limit> + use<> {
    let all = [
        (LimitOf::Acknowledgement, Some(ladder.acknowledge_within)),
        (LimitOf::Lead, ladder.lead_after),
        (LimitOf::Supervisor, ladder.supervisor_after),
        (LimitOf::Accountability, ladder.accountability_after),
        (LimitOf::WarningAnswer, Some(ladder.answer_within)),
    ];
    all.into_iter().filter_map(|(of, budget)| budget.map(|budget| Limit::of_all(of, budget)))
}
