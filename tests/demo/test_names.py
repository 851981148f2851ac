"""Names and codes of the demo: nobody can take them for a real place."""

from __future__ import annotations

import re

import pytest

from ketnghia_analysis.demo import names, truth_places
from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.vocabulary.codes import FICTIONAL_CODE_PREFIX
from ketnghia_analysis.vocabulary.spelling import toneless_key

COMMUNES = truth_places.communes()
HAMLETS = truth_places.hamlets(SEED, make_land(SEED))


def test_every_commune_is_called_sample():
    assert [name for name in COMMUNES["name"] if "Mẫu" not in name] == []
    assert all("Mẫu" in name for name in (names.DISTRICT, names.PROVINCE))


def test_every_hamlet_is_called_sample_or_has_only_a_number():
    plain = re.compile(r"(Thôn|Khu phố) \d+")
    odd = [name for name in HAMLETS["name"] if "Mẫu" not in name and not plain.fullmatch(name)]
    assert odd == []


def test_every_code_begins_like_no_real_province():
    assert FICTIONAL_CODE_PREFIX == "99"
    codes = [*COMMUNES["commune_code"], *COMMUNES["successor_code"].dropna()]
    assert all(re.fullmatch(r"99\d{3}", code) for code in codes)
    assert HAMLETS["hamlet_id"].str.startswith("99").all()
    assert HAMLETS["commune_code"].str.startswith("99").all()


@pytest.mark.parametrize("document", [names.ASSIGNING_DOCUMENT, names.AMENDING_DOCUMENT])
def test_documents_say_that_they_are_invented(document):
    assert "mẫu" in document
    assert "hư cấu" in document


def test_hamlets_of_one_commune_have_different_names():
    for hamlets in names.HAMLETS.values():
        assert len(set(hamlets)) == len(hamlets)


def test_only_one_pair_of_hamlets_differs_by_its_tone_alone():
    # "Thôn Mẫu Ha" must be unsure, and nothing else
    for commune, hamlets in names.HAMLETS.items():
        keys = [toneless_key(name) for name in hamlets]
        doubled = {key for key in keys if keys.count(key) > 1}
        assert doubled == ({"thon mau ha"} if commune == "Hòa" else set())


def test_paired_and_unpaired_mixed_hamlets_exist_and_differ():
    known = {name for hamlets in names.HAMLETS.values() for name in hamlets}
    paired, unpaired = set(names.PAIRED_HAMLETS), set(names.MIXED_UNPAIRED)
    assert paired | unpaired <= known
    assert not paired & unpaired


def test_every_agency_but_two_leads_a_pairing_from_the_start():
    leads = {lead for lead, _, _ in names.PAIRED_HAMLETS.values()}
    assert set(names.AGENCIES) - leads == {names.COORDINATOR, names.WITHOUT_PAIRING_IN_2020}


def test_each_old_commune_belongs_to_one_new_one():
    parts = [part for _, own in names.NEW_COMMUNES.values() for part in own]
    assert sorted(parts) == sorted(names.COMMUNES)
