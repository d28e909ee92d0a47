"""Countries: their English names, and what their paper is used to (where the postcode stands, what the tax is called).

Data and look-ups only. Names follow Unicode CLDR, shortened where an address is better for it.
"""

from __future__ import annotations

_TABLE = """
AD Andorra, AE United Arab Emirates, AF Afghanistan, AG Antigua & Barbuda, AI Anguilla, AL
Albania, AM Armenia, AO Angola, AQ Antarctica, AR Argentina, AS American Samoa, AT Austria,
AU Australia, AW Aruba, AX Åland Islands, AZ Azerbaijan, BA Bosnia & Herzegovina, BB
Barbados, BD Bangladesh, BE Belgium, BF Burkina Faso, BG Bulgaria, BH Bahrain, BI Burundi,
BJ Benin, BL St. Barthélemy, BM Bermuda, BN Brunei, BO Bolivia, BQ Caribbean Netherlands, BR
Brazil, BS Bahamas, BT Bhutan, BV Bouvet Island, BW Botswana, BY Belarus, BZ Belize, CA
Canada, CC Cocos (Keeling) Islands, CD DR Congo, CF Central African Republic, CG Congo, CH
Switzerland, CI Côte d’Ivoire, CK Cook Islands, CL Chile, CM Cameroon, CN China, CO
Colombia, CQ Sark, CR Costa Rica, CU Cuba, CV Cape Verde, CW Curaçao, CX Christmas Island,
CY Cyprus, CZ Czechia, DE Germany, DJ Djibouti, DK Denmark, DM Dominica, DO Dominican
Republic, DZ Algeria, EC Ecuador, EE Estonia, EG Egypt, EH Western Sahara, ER Eritrea, ES
Spain, ET Ethiopia, FI Finland, FJ Fiji, FK Falkland Islands, FM Micronesia, FO Faroe
Islands, FR France, GA Gabon, GB United Kingdom, GD Grenada, GE Georgia, GF French Guiana,
GG Guernsey, GH Ghana, GI Gibraltar, GL Greenland, GM Gambia, GN Guinea, GP Guadeloupe, GQ
Equatorial Guinea, GR Greece, GS South Georgia & South Sandwich Islands, GT Guatemala, GU
Guam, GW Guinea-Bissau, GY Guyana, HK Hong Kong, HM Heard & McDonald Islands, HN Honduras,
HR Croatia, HT Haiti, HU Hungary, ID Indonesia, IE Ireland, IL Israel, IM Isle of Man, IN
India, IO British Indian Ocean Territory, IQ Iraq, IR Iran, IS Iceland, IT Italy, JE Jersey,
JM Jamaica, JO Jordan, JP Japan, KE Kenya, KG Kyrgyzstan, KH Cambodia, KI Kiribati, KM
Comoros, KN St. Kitts & Nevis, KP North Korea, KR South Korea, KW Kuwait, KY Cayman Islands,
KZ Kazakhstan, LA Laos, LB Lebanon, LC St. Lucia, LI Liechtenstein, LK Sri Lanka, LR
Liberia, LS Lesotho, LT Lithuania, LU Luxembourg, LV Latvia, LY Libya, MA Morocco, MC
Monaco, MD Moldova, ME Montenegro, MF St. Martin, MG Madagascar, MH Marshall Islands, MK
North Macedonia, ML Mali, MM Myanmar, MN Mongolia, MO Macao, MP Northern Mariana Islands, MQ
Martinique, MR Mauritania, MS Montserrat, MT Malta, MU Mauritius, MV Maldives, MW Malawi, MX
Mexico, MY Malaysia, MZ Mozambique, NA Namibia, NC New Caledonia, NE Niger, NF Norfolk
Island, NG Nigeria, NI Nicaragua, NL Netherlands, NO Norway, NP Nepal, NR Nauru, NU Niue, NZ
New Zealand, OM Oman, PA Panama, PE Peru, PF French Polynesia, PG Papua New Guinea, PH
Philippines, PK Pakistan, PL Poland, PM St. Pierre & Miquelon, PN Pitcairn Islands, PR
Puerto Rico, PS Palestine, PT Portugal, PW Palau, PY Paraguay, QA Qatar, RE Réunion, RO
Romania, RS Serbia, RU Russia, RW Rwanda, SA Saudi Arabia, SB Solomon Islands, SC
Seychelles, SD Sudan, SE Sweden, SG Singapore, SH St. Helena, SI Slovenia, SJ Svalbard & Jan
Mayen, SK Slovakia, SL Sierra Leone, SM San Marino, SN Senegal, SO Somalia, SR Suriname, SS
South Sudan, ST São Tomé & Príncipe, SV El Salvador, SX Sint Maarten, SY Syria, SZ Eswatini,
TC Turks & Caicos Islands, TD Chad, TF French Southern Territories, TG Togo, TH Thailand, TJ
Tajikistan, TK Tokelau, TL Timor-Leste, TM Turkmenistan, TN Tunisia, TO Tonga, TR Türkiye,
TT Trinidad & Tobago, TV Tuvalu, TW Taiwan, TZ Tanzania, UA Ukraine, UG Uganda, UM U.S.
Outlying Islands, US United States, UY Uruguay, UZ Uzbekistan, VA Vatican City, VC St.
Vincent & Grenadines, VE Venezuela, VG British Virgin Islands, VI U.S. Virgin Islands, VN
Vietnam, VU Vanuatu, WF Wallis & Futuna, WS Samoa, XI Northern Ireland, XK Kosovo, YE Yemen,
YT Mayotte, ZA South Africa, ZM Zambia, ZW Zimbabwe
"""
NAMES = {entry[:2]: entry[3:] for entry in " ".join(_TABLE.split()).split(", ")}
"""ISO 3166-1 alpha-2 to English name."""

_CODES = {name.casefold(): code for code, name in NAMES.items()} | {
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "great britain": "GB",
    "turkey": "TR",
    "czech republic": "CZ",
    "korea": "KR",
}
_EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())
_VAT = _EU | frozenset("GB NO IS CH LI UA RS TR ZA AE SA BH OM KE NG PH TH VN CL CO PE MX AR".split())
_GST = frozenset("AU NZ IN SG CA MY PK JE".split())
_TAX_INVOICE = frozenset("AU NZ SG IN ZA AE SA BH OM TH MY".split())
"""Where the law wants the words "Tax invoice"."""


def country_code(country: str) -> str:
    """The alpha-2 code of a code or an English name; '' for what is neither."""
    text = country.strip()
    if len(text) == 2 and text.upper() in NAMES:
        return text.upper()
    return _CODES.get(text.casefold(), "")


def country_name(country: str) -> str:
    """The English name of a code; any other text as it stands."""
    return NAMES.get(country.strip().upper(), country.strip())


def is_in_eu(code: str) -> bool:
    """True for a state whose sellers invoice by Directive 2006/112/EC (with Northern Ireland, XI)."""
    return code in _EU


def tax_word(code: str) -> str:
    """What the seller's country calls the tax on sales: VAT, GST, or just Tax."""
    if code in _VAT:
        return "VAT"
    return "GST" if code in _GST else "Tax"


def tax_id_word(code: str) -> str:
    """What the number of a taxpayer is called there."""
    if code == "AU":
        return "ABN"
    return "VAT no." if code in _VAT else f"{tax_word(code)} ID" if code != "NZ" else "GST no."


def wants_tax_invoice(code: str) -> bool:
    """True where the heading of an invoice must say "Tax invoice"."""
    return code in _TAX_INVOICE


def locality(city: str, region: str, postcode: str, code: str) -> list[str]:
    """City, region and postcode in the order of the country, as lines of an address."""
    if code in {"US", "CA", "AU"}:
        tail = " ".join(part for part in (region, postcode) if part)
        return [", ".join(part for part in (city, tail) if part)] if city or tail else []
    if code in {"GB", "IE", "JE"}:
        return [part for part in (city, region, postcode) if part]
    head = " ".join(part for part in (postcode, city) if part)
    return [", ".join(part for part in (head, region) if part)] if head or region else []
