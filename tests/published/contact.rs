//! Telephone numbers and e-mail addresses.

use amtsgang::field::Fault;

use super::text;

/// libphonenumber's example number of each type for Germany (release 9.0, 2026, `PhoneNumberMetadata.xml`): E.164, national
/// and international as the library formats them.
const PHONES: [(&str, &str, &str); 9] = [
    ("+4930123456", "030 123456", "+49 30 123456"),
    ("+4915123456789", "01512 3456789", "+49 1512 3456789"),
    ("+498001234567890", "0800 1234567890", "+49 800 1234567890"),
    ("+499001234567", "0900 1 234567", "+49 900 1 234567"),
    ("+4918012345", "0180 1 2345", "+49 180 1 2345"),
    ("+4970012345678", "0700 1234 5678", "+49 700 1234 5678"),
    ("+4916412345", "0164 12345", "+49 16412345"),
    ("+4918500123456", "018500 123456", "+49 18500 123456"),
    ("+49177991234567", "0177 99 1234567", "+49 177 99 1234567"),
];

/// RFC 3696, § 3: local parts without quotation marks that are allowed, however odd; RFC 5321, appendix D; and the address of
/// ICANN's tests of addresses beyond ASCII (RFC 6530).
const ADDRESSES: [&str; 9] = [
    "user+mailbox@example.com",
    "customer/department=shipping@example.com",
    "$A12345@example.com",
    "!def!xyz%abc@example.com",
    "_somename@example.com",
    "Smith@bar.com",
    "Jones@foo.com",
    "userc@d.bar.org",
    "δοκιμή@παράδειγμα.δοκιμή",
];

#[test]
fn germanys_example_numbers_are_kept_as_e164_however_they_are_written() {
    for (number, national, international) in PHONES {
        for written in [
            number.to_owned(),
            national.to_owned(),
            international.to_owned(),
            number.replacen("+", "00", 1),
            international.replacen("+49 ", "+49 (0) ", 1),
            // DIN 5008 as of 2020, and as of before.
            national.replacen(' ', "/", 1),
            international.replace(' ', "-"),
        ] {
            assert_eq!(text("phone", &written), Ok(number.to_owned()), "{written}");
        }
    }
}

/// ITU-T E.123, § 2: the national and the international notation of the same number.
#[test]
fn the_notations_of_e123_go() {
    assert_eq!(text("phone", "+22 607 123 4567"), Ok("+226071234567".into()));
    assert_eq!(text("phone", "(0607) 123 4567"), Ok("+496071234567".into()));
}

/// ITU-T E.164, § 6.1: fifteen digits at most, the country code among them, which does not begin with 0.
#[test]
fn a_number_has_fifteen_digits_at_most() {
    assert_eq!(text("phone", "+49 1234567890123"), Ok("+491234567890123".into()));
    for number in ["+49 12345678901234", "+0 2421 250 11"] {
        assert_eq!(text("phone", number), Err(Fault::Phone), "{number}");
    }
}

#[test]
fn published_addresses_go() {
    for address in ADDRESSES {
        assert_eq!(text("email", address), Ok(address.to_owned()));
    }
}

/// RFC 3696, § 3, as corrected by its erratum 1690: allowed by the mail's standards, but nobody has one, and a slip looks the
/// same. RFC 5321, § 4.1.3: an address in place of a domain.
#[test]
fn quoted_local_parts_and_bare_network_addresses_are_left_out() {
    for address in [
        r#""Abc@def"@example.com"#,
        r#""Fred Bloggs"@example.com"#,
        r#""Joe\\Blow"@example.com"#,
        r"Abc\@def@example.com",
        "user@[123.255.37.2]",
        "user@[IPv6:2001:db8::1]",
    ] {
        assert_eq!(text("email", address), Err(Fault::Email), "{address}");
    }
}

/// RFC 5321, § 4.5.3.1, and RFC 3696, § 3 with erratum 1690: 64 bytes before the sign, 254 in all; RFC 1035, § 2.3.4: 63 in
/// a label.
#[test]
fn the_lengths_of_the_standards_are_the_limits() {
    let (part, label) = ("a".repeat(64), "b".repeat(63));
    // 64, the sign, three labels with their full stops, and what is left of 254.
    let longest = format!("{part}@{label}.{label}.{}.de", "c".repeat(254 - 64 - 1 - 128 - 3));
    assert_eq!(longest.len(), 254);
    assert_eq!(text("email", &longest), Ok(longest.clone()));
    for address in [format!("a{longest}"), longest.replace(".de", "c.de"), format!("a@b{label}.de")] {
        assert_eq!(text("email", &address), Err(Fault::Email), "{address}");
    }
}
