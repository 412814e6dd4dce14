//! The countries an address can be in.

/// ISO 3166-1 alpha-2, and XK for Kosovo, which ISO leaves to its users.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ\
    DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISIT\
    JEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ\
    NANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZ\
    TCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

pub const GERMANY: &str = "DE";

/// Every country's code, in the alphabet's order. Their names are the locale's to give.
pub fn all() -> impl Iterator<Item = &'static str> {
    (0..CODES.len()).step_by(2).map(|at| &CODES[at..at + 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_each_country_once() {
        let codes: Vec<&str> = all().collect();
        assert_eq!(codes.len(), 249 + 1);
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.contains(&GERMANY));
    }
}
