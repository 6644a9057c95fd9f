//! Derivations in words and as data.

use tongban_calendar::{
    Budget, Calendar, Clock, Derivation, Extension, Lang, Office, RestDayEnd, Suspension,
};

use crate::support::{at, clock, stopped};

fn derive(clock: &Clock) -> Derivation {
    clock.derive(&Calendar::builtin(), &Office::default()).unwrap()
}

fn text(clock: &Clock, lang: Lang) -> String {
    let version = Calendar::builtin().version().to_string();
    derive(clock).text(lang).replace(&version, "VERSION")
}

fn over_national_day() -> Clock {
    let mut clock = clock("2026-09-28T10:15", Budget::Workdays(10));
    clock.suspensions.push(stopped(at("2026-10-13T09:00"), at("2026-10-15T16:00")));
    let reason = "负责人批准".to_owned();
    clock.extensions.push(Extension { amount: 1, granted_at: at("2026-10-16T09:00"), reason });
    clock
}

#[test]
fn a_due_date_over_national_day_explains_itself_in_english() {
    assert_eq!(text(&over_national_day(), Lang::En), EN);
}

#[test]
fn a_due_date_over_national_day_explains_itself_in_chinese() {
    assert_eq!(text(&over_national_day(), Lang::Zh), ZH);
}

#[test]
fn what_rests_on_an_unpublished_notice_says_so() {
    let clock = clock("2026-12-24T10:00", Budget::Workdays(3));
    let en = text(&clock, Lang::En);
    assert!(en.contains("Due by the end of Tue 29 Dec 2026 (provisional)."), "{en}");
    assert!(en.contains("No notice for 2027 is held"), "{en}");
    assert!(text(&clock, Lang::Zh).contains("未收录2027年节假日安排通知"));
}

#[test]
fn an_instant_item_says_why_it_may_wait() {
    let en = text(&clock("2026-09-30T18:00", Budget::SameDay), Lang::En);
    assert!(en.contains("after closing time or on a rest day is due the next working day"), "{en}");
    assert!(en.contains("1–7 Oct 2026: National Day, not counted (7 days)"), "{en}");
    assert!(en.contains("Due by the end of Thu 8 Oct 2026."), "{en}");
    let zh = text(&clock("2026-09-30T16:00", Budget::SameDay), Lang::Zh);
    assert!(zh.contains("即办件在下班前收到，当日办结。"), "{zh}");
}

#[test]
fn hours_are_told_by_the_day() {
    let en = text(&clock("2026-10-09T16:00", Budget::WorkHours(8)), Lang::En);
    assert!(en.contains("Fri 9 Oct 2026: 1 h counted"), "{en}");
    assert!(
        en.contains("Sat 10 Oct 2026: make-up day for National Day, 6 h 30 min counted"),
        "{en}"
    );
    assert!(en.contains("Sun 11 Oct 2026: weekend, not counted"), "{en}");
    assert!(en.contains("Due before Mon 12 Oct 2026 09:30."), "{en}");
    let late = text(&clock("2026-10-09T17:00", Budget::WorkHours(1)), Lang::En);
    assert!(late.contains("Fri 9 Oct 2026: no office hours left, not counted"), "{late}");
}

#[test]
fn a_clock_that_stands_still_says_what_is_left() {
    let mut clock = clock("2026-09-07T10:00", Budget::Workdays(5));
    clock.suspensions.push(Suspension::open(at("2026-09-10T15:00"), "hearing", "听证"));
    let en = text(&clock, Lang::En);
    assert!(
        en.contains("Clock stopped from Thu 10 Sep 2026 15:00 until further notice: 听证."),
        "{en}"
    );
    assert!(en.contains("Thu 10 Sep 2026: clock stopped (听证), not counted"), "{en}");
    assert!(en.contains("3 working days left, no due date until it runs again"), "{en}");
    assert!(text(&clock, Lang::Zh).contains("剩余3个工作日"));
}

#[test]
fn an_end_that_rolls_forward_shows_where_to() {
    let office = Office { rest_day_end: RestDayEnd::RollsForward, ..Office::default() };
    let clock = clock("2026-09-24T10:00", Budget::CalendarDays(7));
    let en = clock.derive(&Calendar::builtin(), &office).unwrap().text(Lang::En);
    assert!(en.contains("25 Sep – 1 Oct 2026: days 1–7"), "{en}");
    assert!(en.contains("2–7 Oct 2026: National Day, not counted (6 days)"), "{en}");
    assert!(en.contains("Thu 8 Oct 2026: the end on a rest day moves here"), "{en}");
    assert!(en.contains("Holiday notice for 2026"), "{en}");
}

#[test]
fn a_derivation_survives_being_written_and_read() {
    let derivation = derive(&over_national_day());
    let json = serde_json::to_value(&derivation).unwrap();
    assert_eq!(serde_json::from_value::<Derivation>(json.clone()).unwrap(), derivation);
    assert_eq!(json["budget"]["workdays"], 10);
    assert_eq!(json["days"][3]["kind"], "holiday");
    assert_eq!(json["days"][3]["holiday"], "国庆节");
    assert_eq!(json["days"][3]["outcome"], "rest_day");
    assert_eq!(json["deadline"]["state"], "due");
    assert_eq!(json["deadline"]["due_on"], "2026-10-21");
}

#[test]
fn every_public_shape_has_a_schema() {
    let schema = schemars::schema_for!(Derivation).to_value();
    assert!(schema["properties"]["days"].is_object());
    let clock = schemars::schema_for!(Clock).to_value();
    assert_eq!(clock["required"], serde_json::json!(["started_at", "budget"]));
}

const EN: &str = "\
Started Mon 28 Sep 2026 10:15.
Limit: 10 working days, extended by 1 working day (负责人批准).
The day of receipt does not count; the day after it is day 1.
Clock stopped from Tue 13 Oct 2026 09:00 until Thu 15 Oct 2026 16:00: 听证.
Mon 28 Sep 2026: day of receipt, not counted
29–30 Sep 2026: working days 1–2
1–7 Oct 2026: National Day, not counted (7 days)
8–9 Oct 2026: working days 3–4
Sat 10 Oct 2026: make-up day for National Day, working day 5
Sun 11 Oct 2026: weekend, not counted
Mon 12 Oct 2026: working day 6
13–14 Oct 2026: clock stopped (听证), not counted (2 days)
15–16 Oct 2026: working days 7–8
17–18 Oct 2026: weekend, not counted (2 days)
19–21 Oct 2026: working days 9–11
Due by the end of Wed 21 Oct 2026.
Holiday notice for 2026: https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm (calendar version VERSION).";

const ZH: &str = "\
起算时间：2026年9月28日（周一）10:15。
期限：10个工作日，延长1个工作日（负责人批准）。
起算当日不计，次日为第1日。
2026年10月13日（周二）09:00至2026年10月15日（周四）16:00中止计时：听证。
2026年9月28日（周一）：起算当日，不计
2026年9月29日至30日：第1至2个工作日
2026年10月1日至7日：国庆节，不计（7天）
2026年10月8日至9日：第3至4个工作日
2026年10月10日（周六）：国庆节调休上班，第5个工作日
2026年10月11日（周日）：周末，不计
2026年10月12日（周一）：第6个工作日
2026年10月13日至14日：中止计时（听证），不计（2天）
2026年10月15日至16日：第7至8个工作日
2026年10月17日至18日：周末，不计（2天）
2026年10月19日至21日：第9至11个工作日
到期日：2026年10月21日（周三），当日24时止。
依据2026年节假日安排通知：https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm（日历版本 VERSION）。";
