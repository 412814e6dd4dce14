//! Housing benefit for tenants: what arrives of it, its sums, its checks, and who is asked what.
#![cfg(not(target_arch = "wasm32"))]

mod filled;
mod given;
mod patterns;

use amtsgang::field::Fault;
use filled::*;
use serde_json::{Value, json};

const SERVICE: &str = "wohngeld-mietzuschuss";

fn kim() -> Value {
    json!({"relation": "self", "firstName": "Kim", "lastName": "Muster", "birthDate": ["1", "12", "1985"],
        "birthPlace": "Musterstadt", "sex": "female", "maritalStatus": "married", "nationality": "DE",
        "occupation": "employed", "benefit": "none", "disabled": "false", "hasIncome": "true",
        "incomes": [{"incomeKind": "wage", "payer": "Beispiel GmbH", "rhythm": "monthly", "amount": "1.500",
            "extraPay": "600", "workCosts": "1.500,00", "incomeEvidence": file()}],
        "contributions": ["tax", "health", "pension"]})
}

/// From outside the European Union, at university, with a job that ends in September.
fn sam() -> Value {
    json!({"relation": "spouse", "firstName": "Sam", "lastName": "Jones", "birthDate": ["4", "3", "1998"],
    "birthPlace": "Boston", "sex": "male", "maritalStatus": "married", "nationality": "US",
    "residencePermit": file(), "occupation": "student", "training": "refused", "trainingEvidence": file(),
    "benefit": "none", "disabled": "false", "hasIncome": "true",
    "incomes": [
        {"incomeKind": "minijob", "payer": "Eisdiele", "rhythm": "monthly", "amount": "550",
            "endsOn": ["30", "9", "2026"], "incomeEvidence": file()},
        {"incomeKind": "capital", "rhythm": "yearly", "amount": "120", "incomeEvidence": file()},
    ]})
}

fn child() -> Value {
    json!({"relation": "child", "firstName": "Zoë", "lastName": "Muster", "birthDate": ["4", "5", "2015"],
        "birthPlace": "Musterstadt", "sex": "female", "nationality": "DE", "benefit": "none", "disabled": "true",
        "disabilityDegree": "80", "care": "true", "disabilityEvidence": file(), "hasIncome": "false"})
}

fn household() -> Value {
    let people = json!({
        "request": "first", "otherBenefit": "no", "email": "kim@example.org", "represented": "false", "address": HOME,
        "movedInOn": ["1", "2", "2020"], "tenure": "tenant", "livingSpace": "58,5", "subsidised": "no",
        "persons": [kim(), sam(), child()],
        "childBenefit": "true", "sharedCare": "false", "childcareCosts": "1.200", "childcareEvidence": file(),
        "memberChange": "false", "incomeChange": "false", "death": "false", "paysMaintenance": "true",
        "maintenances": [{"maintenancePayer": "Kim Muster", "recipient": "Max Beispiel", "recipientIs": "other",
            "maintenanceMonth": "100", "maintenanceEvidence": file()}],
    });
    let home = json!({
        "landlordName": "Haus GmbH", "landlordAddress": ELSEWHERE, "landlordRelated": "false", "rentBase": "650",
        "rentCosts": "120", "rentHeating": "90", "rentGarage": "40", "rentSince": ["1", "2", "2020"],
        "sublets": "false", "businessUse": "false", "flatmates": "0", "assetsAbove": "false", "lease": file(),
        "rentPayment": file(), "payee": "self", "account": ["DE89 3704 0044 0532 0130 00", "Kim Muster"],
        "truth": "true", "othersInformed": "true",
    });
    with(&people, &home)
}

#[test]
fn a_household_of_three_arrives_with_its_sums() {
    let answers = json!({
        "request": "first", "otherBenefit": "no", "email": "kim@example.org", "represented": false, "address": home(),
        "movedInOn": "2020-02-01", "tenure": "tenant", "livingSpace": 58.5, "subsidised": "no",
        "persons": [
            {"relation": "self", "firstName": "Kim", "lastName": "Muster", "birthDate": "1985-12-01",
                "birthPlace": "Musterstadt", "sex": "female", "maritalStatus": "married", "nationality": "DE",
                "occupation": "employed", "benefit": "none", "disabled": false, "hasIncome": true,
                "incomes": [{"incomeKind": "wage", "payer": "Beispiel GmbH", "rhythm": "monthly", "amount": 150_000,
                    "extraPay": 60_000, "incomeYear": 1_860_000, "workCosts": 150_000, "incomeEvidence": [UPLOADED]}],
                "contributions": ["tax", "health", "pension"], "personYear": 1_860_000},
            {"relation": "spouse", "firstName": "Sam", "lastName": "Jones", "birthDate": "1998-03-04",
                "birthPlace": "Boston", "sex": "male", "maritalStatus": "married", "nationality": "US",
                "residencePermit": [UPLOADED], "occupation": "student", "training": "refused",
                "trainingEvidence": [UPLOADED], "benefit": "none", "disabled": false, "hasIncome": true,
                "incomes": [
                    {"incomeKind": "minijob", "payer": "Eisdiele", "rhythm": "monthly", "amount": 55_000,
                        "endsOn": "2026-09-30", "incomeYear": 275_000, "incomeEvidence": [UPLOADED]},
                    {"incomeKind": "capital", "rhythm": "yearly", "amount": 12_000, "incomeYear": 12_000,
                        "incomeEvidence": [UPLOADED]},
                ],
                "personYear": 287_000},
            {"relation": "child", "firstName": "Zoë", "lastName": "Muster", "birthDate": "2015-05-04",
                "birthPlace": "Musterstadt", "sex": "female", "nationality": "DE", "benefit": "none", "disabled": true,
                "disabilityDegree": 80, "care": true, "disabilityEvidence": [UPLOADED], "hasIncome": false,
                "personYear": 0},
        ],
    });
    let rest = json!({
        "householdSize": 3, "householdYear": 2_147_000, "childBenefit": true, "sharedCare": false,
        "childcareCosts": 120_000, "childcareEvidence": [UPLOADED], "memberChange": false, "incomeChange": false,
        "death": false, "paysMaintenance": true,
        "maintenances": [{"maintenancePayer": "Kim Muster", "recipient": "Max Beispiel", "recipientIs": "other",
            "maintenanceMonth": 10_000, "maintenanceEvidence": [UPLOADED]}],
        "maintenanceYear": 120_000, "landlordName": "Haus GmbH", "landlordAddress": elsewhere(),
        "landlordRelated": false, "rentBase": 65_000, "rentCosts": 12_000, "rentHeating": 9_000, "rentGarage": 4_000,
        "rentTotal": 90_000, "rentCounted": 77_000, "rentSince": "2020-02-01", "sublets": false, "businessUse": false,
        "flatmates": 0, "householdMonth": 178_917, "assetsLimit": 12_000_000, "assetsAbove": false,
        "lease": [UPLOADED], "rentPayment": [UPLOADED], "payee": "self",
        "account": {"iban": "DE89370400440532013000", "holder": "Kim Muster"}, "truth": true, "othersInformed": true,
    });
    assert_eq!(sent(&mut filled(SERVICE, &household()))["answers"], with(&answers, &rest));
}

/// The household with other answers of one person.
fn but(person: usize, change: Value) -> Value {
    let mut persons = [kim(), sam(), child()];
    persons[person] = with(&persons[person], &change);
    json!({"persons": persons})
}

/// The household with another first income of the first person.
fn earning(change: Value) -> Value {
    but(0, json!({"incomes": [with(&kim()["incomes"][0], &change)]}))
}

#[test]
fn people_are_named_once_and_their_details_agree() {
    judge(
        SERVICE,
        &household(),
        &[
            (json!({}), &[], &[]),
            (json!({"persons": [sam(), child()]}), &["persons"], &["livelihood"]),
            (json!({"persons": [kim(), kim()]}), &["persons"], &[]),
            (json!({"persons": [kim(), sam(), with(&sam(), &json!({"relation": "partner"}))]}), &["persons"], &[]),
            (but(1, json!({"maritalStatus": "single"})), &["maritalStatus"], &[]),
            (but(2, json!({"disabilityDegree": "55"})), &["disabilityDegree"], &[]),
            (but(1, json!({"hasIncome": "false"})), &[], &["hasIncome"]),
            (but(1, json!({"hasIncome": "false", "benefit": "sgb2"})), &[], &[]),
            (json!({"persons": [with(&kim(), &json!({"benefit": "sgb12"}))]}), &[], &["persons"]),
            (json!({"persons": [with(&kim(), &json!({"occupation": "student"}))]}), &[], &["persons"]),
        ],
    );
}

#[test]
fn incomes_that_look_wrong_are_asked_about() {
    judge(
        SERVICE,
        &household(),
        &[
            (earning(json!({"incomeKind": "minijob", "amount": "650"})), &[], &["livelihood"]),
            (earning(json!({"incomeKind": "minijob", "amount": "1.000"})), &[], &["amount"]),
            (earning(json!({"amount": "18.000"})), &[], &["amount"]),
            (earning(json!({"amount": "18.000", "rhythm": "yearly"})), &[], &[]),
            (earning(json!({"rhythm": "once", "workCosts": "1.500,01"})), &["workCosts"], &["livelihood"]),
        ],
    );
    let poor = filled(SERVICE, &with(&household(), &earning(json!({"amount": "10"}))));
    assert!(asks(&poor, "livelihood"));
    assert!(!asks(&filled(SERVICE, &household()), "livelihood"));
}

#[test]
fn an_income_counts_for_the_months_it_is_paid() {
    for (change, year) in [
        (json!({}), 1_860_000),
        (json!({"extraPay": null}), 1_800_000),
        (json!({"endsOn": ["3", "5", "2026"]}), 210_000),
        (json!({"endsOn": ["2", "6", "2026"]}), 210_000),
        (json!({"endsOn": ["3", "6", "2026"]}), 360_000),
        (json!({"endsOn": ["2", "5", "2027"]}), 1_860_000),
        (json!({"endsOn": ["4", "5", "2027"]}), 1_860_000),
        (json!({"rhythm": "yearly", "amount": "18.600"}), 1_860_000),
        (json!({"rhythm": "once", "amount": "99,99"}), 9_999),
    ] {
        let form = filled(SERVICE, &with(&household(), &earning(change.clone())));
        assert_eq!(value(&form, "householdYear"), json!(year + 287_000), "{change}");
    }
}

#[test]
fn rent_rooms_and_assets_are_held_against_each_other() {
    judge(
        SERVICE,
        &household(),
        &[
            (json!({"address": ELSEWHERE}), &[], &["address"]),
            (json!({"livingSpace": "21,67"}), &[], &[]),
            (json!({"livingSpace": "21,66"}), &[], &["rentBase"]),
            (json!({"rentCosts": "700"}), &[], &["rentCosts"]),
            (json!({"rentSince": ["31", "1", "2020"]}), &[], &["rentSince"]),
            (json!({"sublets": "true", "subletSpace": "58,49", "subletIncome": "0"}), &[], &[]),
            (json!({"sublets": "true", "subletSpace": "58,5", "subletIncome": "0"}), &["subletSpace"], &[]),
            (
                json!({"sublets": "true", "subletSpace": "28,5", "businessUse": "true", "businessSpace": "30"}),
                &["subletSpace"],
                &[],
            ),
            (json!({"businessUse": "true", "businessSpace": "60"}), &["businessSpace"], &[]),
            (json!({"rentSupport": "900"}), &[], &[]),
            (json!({"rentSupport": "900,01"}), &["rentSupport"], &[]),
            (json!({"assetsAbove": "true", "assets": "120.000"}), &["assets"], &["assetsAbove"]),
            (json!({"assetsAbove": "true", "assets": "120.000,01"}), &[], &["assetsAbove"]),
        ],
    );
}

#[test]
fn who_lives_in_a_home_or_alone_is_asked_less() {
    let home = filled(SERVICE, &with(&household(), &json!({"tenure": "home"})));
    for step in ["vermietung", "miete", "mitnutzung"] {
        assert!(!has_step(&home, step), "{step}");
    }
    assert!(asks(&home, "homeContract") && !asks(&home, "lease") && !asks(&home, "livingSpace"));
    let alone = filled(SERVICE, &with(&household(), &json!({"persons": [kim()]})));
    assert!(!has_step(&alone, "kinder") && !asks(&alone, "othersInformed") && !asks(&alone, "residencePermit"));
    assert_eq!(value(&alone, "assetsLimit"), json!(6_000_000));
}

#[test]
fn details_that_only_some_allowances_need_are_asked_of_those_alone() {
    let form = |change: Value| filled(SERVICE, &with(&household(), &json!({"persons": [with(&kim(), &change)]})));
    for id in ["training", "pensionYears", "persecuted", "disabilityDegree", "care", "benefitEvidence", "incomeText"] {
        assert!(!asks(&form(json!({})), id), "{id}");
    }
    assert!(asks(&form(json!({"occupation": "pensioner"})), "pensionYears"));
    assert!(asks(&form(json!({"birthDate": ["3", "5", "1946"]})), "persecuted"));
    assert!(!asks(&form(json!({"birthDate": ["4", "5", "1946"]})), "persecuted"));
    assert!(asks(&form(json!({"disabled": "true", "disabilityDegree": "90"})), "care"));
    assert!(!asks(&form(json!({"disabled": "true", "disabilityDegree": "100"})), "care"));
    let pupil = form(json!({"birthDate": ["3", "5", "2011"]}));
    assert!(asks(&pupil, "occupation") && !asks(&pupil, "maritalStatus"));
    let raise = json!({"request": "increase", "increaseReasons": ["rent"], "rentLetter": null});
    let raised = filled(SERVICE, &with(&household(), &raise));
    let letter = raised.find("rentLetter", None).unwrap();
    assert!(raised.required(letter) && !raised.required(raised.find("lease", None).unwrap()));
}

/// WoGG § 26 (2): by Regulation (EU) No 260/2012, and so nowhere else.
#[test]
fn housing_benefit_goes_to_accounts_in_the_payments_area_alone() {
    for (iban, goes) in [
        ("DE89 3704 0044 0532 0130 00", true),
        ("LU28 0019 4006 4475 0000", true),
        ("TR330006100519786457841326", false),
    ] {
        let mut form = filled(SERVICE, &with(&household(), &json!({"account": [iban, "Kim Muster"]})));
        form.check_all();
        let account = form.find("account", None).unwrap();
        let faults: Vec<Fault> = form.errors(account).iter().map(|error| error.fault.clone()).collect();
        assert_eq!(faults, if goes { vec![] } else { vec![Fault::IbanCountry] }, "{iban}");
    }
}
