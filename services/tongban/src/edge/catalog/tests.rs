use serde_json::json;

use crate::edge::testing::Office;

const NAMES: &str = "/api/catalog/public/departments";

#[tokio::test]
async fn everybody_reads_what_departments_are_called_and_nothing_else_of_the_catalogue() {
    let office = Office::of_sample_city().await;
    let (status, names) = office.get("none", NAMES).await;
    assert_eq!(status, 200, "{names}");
    let names = names.as_array().unwrap();
    let health = names.iter().find(|one| one["code"] == "health").unwrap();
    assert!(health["names"]["zh"].is_string() && health["names"]["en"].is_string(), "{health}");
    for one in names {
        let told: Vec<_> = one.as_object().unwrap().keys().collect();
        assert_eq!(told, ["code", "names"]);
    }
    for closed in ["/api/catalog/departments", "/api/catalog/items", "/api/catalog/items/x"] {
        assert_eq!(office.get("none", closed).await.0, 401, "{closed}");
    }
}

#[tokio::test]
async fn an_office_without_a_catalogue_names_no_department() {
    let office = Office::open().await;
    assert_eq!(office.get("none", NAMES).await.1, json!([]));
}
