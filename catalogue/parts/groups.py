"""The long lists of choices in groups that fit on a screen. Complete, or a test says what is missing."""

from __future__ import annotations

Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""(title, codes) …"""

TOPICS: Groups = (
    ("脱炭素・省エネ", ("gx", "energy_saving", "circular_economy")),
    ("デジタル", ("dx", "e_invoice", "cybersecurity", "data")),
    ("設備・生産性・新事業", ("investment", "productivity", "new_business")),
    ("研究開発・創業・知財", ("rd", "open_innovation", "startup", "ip")),
    ("立地・調達・物流", ("supply_chain", "site", "logistics", "regional_transport")),
    ("農業・食品・介護・地域", ("agriculture", "food", "care", "regional_business")),
    ("賃金・人材育成", ("wage", "training")),
    ("採用", ("hiring", "youth", "professional_talent", "foreign_talent", "regional_talent")),
    ("働き方", ("work_life", "women", "telework")),
    ("輸出・海外・観光", ("export", "food_export", "overseas", "overseas_safety", "inbound")),
    ("承継・M&A", ("succession", "ma")),
    ("資金・経営", ("turnaround", "refinancing", "finance", "governance", "bcp")),
)

SITUATIONS: Groups = (
    (
        "人と賃金",
        (
            "fixed_term_workers",
            "near_minimum_wage",
            "wage_raise_planned",
            "childcare_leave_taker",
            "male_childcare_leave",
            "ex_offender_employer",
            "uij_hire",
            "side_job_talent",
        ),
    ),
    ("外国人の採用", ("foreign_workers", "foreign_students")),
    ("海外", ("exporting", "export_planned", "overseas_site", "overseas_dispute", "construction_overseas")),
    ("承継・借入", ("successor_absent", "succession_planned", "acquisition_planned", "excess_debt", "covid_loan", "owner_guarantee")),
    ("設備・研究・事業", ("capex_1bn", "aged_equipment", "university_partner", "critical_materials", "food_manufacturer", "lodging_tourism", "hq_relocation")),
)  # fmt: skip

CERTIFICATIONS: Groups = (
    ("くるみん（子育て支援）", ("kurumin_try", "kurumin", "kurumin_platinum")),
    ("えるぼし（女性活躍）・ユースエール", ("eruboshi_1", "eruboshi_2", "eruboshi_3", "eruboshi_platinum", "youth_yell")),
    ("DX・宣言・防災", ("dx_certified", "partnership_declaration", "bcp_plan")),
    ("経営の計画", ("management_innovation_plan", "management_improvement_plan", "business_restructuring_plan", "supply_security_plan")),
    ("地域・スタートアップ", ("regional_future_plan", "regional_future_company", "j_startup")),
)  # fmt: skip
