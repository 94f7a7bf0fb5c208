"""The codes that a company profile and a programme share. Stable: added to, never renamed.

Words for people (labels) are the catalogue's business; here are only the codes and the order among certifications.
"""

from __future__ import annotations

ENTITY_TYPES = (
    "corporation",
    "sole_proprietor",
    "cooperative",
    "agricultural_corporation",
    "npo",
    "other",
)

TOPICS = (
    "gx",
    "energy_saving",
    "circular_economy",
    "dx",
    "e_invoice",
    "cybersecurity",
    "data",
    "investment",
    "productivity",
    "new_business",
    "rd",
    "open_innovation",
    "startup",
    "ip",
    "supply_chain",
    "site",
    "logistics",
    "regional_transport",
    "agriculture",
    "food",
    "care",
    "regional_business",
    "wage",
    "training",
    "hiring",
    "professional_talent",
    "foreign_talent",
    "regional_talent",
    "work_life",
    "women",
    "youth",
    "telework",
    "export",
    "food_export",
    "overseas",
    "overseas_safety",
    "inbound",
    "succession",
    "ma",
    "turnaround",
    "refinancing",
    "finance",
    "governance",
    "bcp",
)
"""What a company wants to do."""

CERTIFICATIONS = (
    "kurumin_try",
    "kurumin",
    "kurumin_platinum",
    "eruboshi_1",
    "eruboshi_2",
    "eruboshi_3",
    "eruboshi_platinum",
    "youth_yell",
    "dx_certified",
    "partnership_declaration",
    "bcp_plan",
    "management_innovation_plan",
    "management_improvement_plan",
    "regional_future_plan",
    "regional_future_company",
    "supply_security_plan",
    "business_restructuring_plan",
    "j_startup",
)
"""What a company holds."""

SITUATIONS = (
    "exporting",
    "export_planned",
    "overseas_site",
    "overseas_dispute",
    "foreign_workers",
    "foreign_students",
    "fixed_term_workers",
    "near_minimum_wage",
    "wage_raise_planned",
    "childcare_leave_taker",
    "male_childcare_leave",
    "ex_offender_employer",
    "uij_hire",
    "side_job_talent",
    "successor_absent",
    "succession_planned",
    "acquisition_planned",
    "excess_debt",
    "covid_loan",
    "owner_guarantee",
    "capex_1bn",
    "aged_equipment",
    "university_partner",
    "critical_materials",
    "food_manufacturer",
    "lodging_tourism",
    "construction_overseas",
    "hq_relocation",
)
"""Facts about a company that programmes turn on."""


CERTIFICATION_LADDERS = (
    ("kurumin_try", "kurumin", "kurumin_platinum"),
    ("eruboshi_1", "eruboshi_2", "eruboshi_3", "eruboshi_platinum"),
)
"""Lowest first: a holder of a higher kind satisfies a rule that names a lower one."""


def with_lower_kinds(certifications: frozenset[str]) -> frozenset[str]:
    """*certifications* and every lower kind that they imply."""
    implied = set(certifications)
    for ladder in CERTIFICATION_LADDERS:
        held = [step for step, code in enumerate(ladder) if code in certifications]
        if held:
            implied.update(ladder[: max(held) + 1])
    return frozenset(implied)


REGIONS = {
    "hokkaido": ("01",),
    "tohoku": ("02", "03", "04", "05", "06", "07"),
    "kanto_koshinetsu": ("08", "09", "10", "11", "12", "13", "14", "15", "19", "20"),
    "tokai_hokuriku": ("16", "17", "18", "21", "22", "23", "24"),
    "kinki": ("25", "26", "27", "28", "29", "30"),
    "chugoku": ("31", "32", "33", "34", "35"),
    "shikoku": ("36", "37", "38", "39"),
    "kyushu_okinawa": ("40", "41", "42", "43", "44", "45", "46", "47"),
}
"""Region → its prefectures (JIS X 0401), by the regions that jGrants uses; on which side 福井 (18) lies is inferred."""

PREFECTURES = tuple(f"{number:02d}" for number in range(1, 48))
REGION_OF = {prefecture: region for region, members in REGIONS.items() for prefecture in members}
