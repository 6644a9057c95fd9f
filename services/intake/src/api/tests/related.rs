use super::*;

/// The same item for somebody else.
fn of_a_neighbour() -> Value {
    let mut card = card();
    let identity = "110105194912310038";
    card["applicant"]["identity"] = identity.into();
    card["form"]["id_number"] = identity.into();
    card
}

#[tokio::test]
async fn a_case_names_what_goes_on_for_it_what_it_stands_for_and_others_of_its_applicant() {
    let office = Office::open().await;
    let (first, second) = (office.submitted("a").await, office.submitted("b").await);
    let third = office.submitted("c").await;
    let neighbour = office.post("d", CASES, &of_a_neighbour()).await;
    assert_eq!(neighbour.status, 201, "{}", neighbour.body);
    let link = json!({ "duplicate_of": first["case_id"], "basis": "同一申请人同一事项" });
    assert_eq!(office.act(&second, "link-duplicate", &link).await.status, 200);
    let related = async |receipt: &Value| {
        let path = format!("{CASES}/{}/related", receipt["case_id"].as_str().unwrap());
        let reply = office.get(&path).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let mut found: Vec<_> = reply.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                assert_eq!(row["applicant"]["name"], "王**", "masked as in lists");
                (row["number"].clone(), row["why"].as_str().unwrap().to_owned())
            })
            .collect();
        found.sort_by_key(|(_, why)| why.clone());
        found
    };
    let is = |receipt: &Value, why: &str| (receipt["number"].clone(), why.to_owned());
    let of_first = [is(&second, "repeats"), is(&third, "same_applicant")];
    assert_eq!(related(&first).await, of_first);
    let of_second = [is(&first, "goes_on"), is(&third, "same_applicant")];
    assert_eq!(related(&second).await, of_second);
    assert_eq!(related(&neighbour.body).await, []);
    let applicant = office.world.token("u-1", None, Role::Applicant);
    let path = format!("{CASES}/{}/related", first["case_id"].as_str().unwrap());
    assert_eq!(office.world.get(&applicant, &path).await.status, 403);
}
