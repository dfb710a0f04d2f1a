"""The packed tables, the channel and the shipped model as such."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.names import name_parts
from pipeline.restoration.channel import Channel, Endings, Rows, probability, steps
from pipeline.restoration.decoder import NOISE, Lattice, decode
from pipeline.restoration.language import LanguageModel, Table, _fingerprint, gram_hash
from pipeline.restoration.model import DATA
from pipeline.restoration.ranking import best_first
from pipeline.restoration.restorer import Restorer
from training.channel import expectation, learn
from training.language import estimate


@given(st.sets(st.tuples(*[st.integers(0, 8000)] * 3), max_size=300))
def test_a_table_finds_what_was_put_in(grams: set[tuple[int, int, int]]) -> None:
    words = np.array(sorted(grams), dtype=np.int64).reshape(-1, 3)
    payload = np.arange(len(words), dtype=np.uint16)
    table = Table.build(gram_hash(words), payload)
    hashes = gram_hash(words)
    found = table.find(hashes)
    assert (found > 0).all()
    # Two of one fingerprint may be taken for one another; no others.
    _, where, times = np.unique(_fingerprint(hashes), return_inverse=True, return_counts=True)
    alone = times[where] == 1
    assert (found == payload + 1)[alone].all()


def test_a_table_does_not_find_what_was_not_put_in() -> None:
    words = np.arange(30_000, dtype=np.int64).reshape(-1, 3)
    table = Table.build(gram_hash(words[:5000]), np.zeros(5000, dtype=np.uint16))
    # One fingerprint in 32,768 is another's; a run of some slots is compared.
    assert (table.find(gram_hash(words[5000:])) > 0).mean() < 0.002


def toy() -> LanguageModel:
    stream = np.array(([0, 2, 3, 4, 5] * 9 + [0, 2, 3, 6, 5] * 4) * 3, dtype=np.uint16)
    return estimate(stream, 8, 3)


def test_probabilities_of_a_history_sum_to_one() -> None:
    model = toy()
    words = np.arange(1, 8)
    for history in ([2, 3], [3, 4], [5, 2], [7, 7]):
        rows = np.tile(np.array(history), (len(words), 1))
        scored = model.score(rows, model.start(rows), words)
        assert np.exp(scored.log_probability).sum() == pytest.approx(1, abs=0.15)


def test_what_was_seen_more_often_is_likelier() -> None:
    model = toy()
    rows = np.array([[2, 3], [2, 3], [2, 3]])
    scores = model.score(rows, model.start(rows), np.array([4, 6, 2])).log_probability
    assert scores[0] > scores[1] > scores[2]


def channel() -> Channel:
    pairs = {("hoc", "học"): 60, ("h6c", "học"): 30, ("hirc", "hức"): 20, ("muc", "mục"): 9}
    return learn(pairs, "chmọụứ", "chmou6ir", 10)  # type: ignore[arg-type]


def score_of(read: str, written: str, made: Channel | None = None) -> float:
    made = made or channel()
    codes = made.written.encode([written], 10)
    ends, first = Endings.of(codes), np.array([0])
    scores = made.log_probability(
        made.read.encode([read], 14), first, ends, ends.nodes, codes[:, :1]
    )
    return float(scores[0, 0])


def test_the_channel_learns_what_letters_become() -> None:
    assert score_of("h6c", "học") > score_of("hmc", "học")
    assert score_of("mirc", "mức") > score_of("mirc", "mọc")  # two letters for one, elsewhere


def test_the_channel_keeps_room_for_what_it_never_saw() -> None:
    assert np.isfinite(score_of("huc", "học"))


def test_a_channel_survives_packing() -> None:
    made = channel()
    again = Channel.unpacked(made.written.letters, made.read.letters, made.narrow, made.packed())
    assert np.allclose(again.one, made.one, atol=0.03)
    assert np.array_equal(again.two, made.two)


def test_events_of_a_document_move_the_channel() -> None:
    made = channel()
    read, written = made.read.encode(["hcc"], 14), made.written.encode(["học"], 10)
    moved = made.with_events(made.expected(read, written, np.array([50.0])), trust=10)
    assert score_of("hcc", "học", moved) > score_of("hcc", "học", made) + 1


def by_hand(made: Channel, read: tuple[int, ...], written: tuple[int, ...]) -> float:
    """P(read codes | written codes), by trying every division: the reference."""
    if not written:
        return float(not read)
    two = probability(made.two)
    letter, rest = written[0], written[1:]
    total = made.none[letter] * by_hand(made, read, rest)
    if read:
        total += made.one[letter, read[0]] * by_hand(made, read[1:], rest)
    if len(read) > 1:
        total += two[letter, read[0], read[1]] * by_hand(made, read[2:], rest)
    return float(total)


def test_a_word_is_as_probable_as_all_its_divisions_together() -> None:
    made = channel()
    words = ["học", "hức", "mụ", "c"]
    for seen in ("hoc", "h6ir", "c", "mmuu6c"):
        read, written = made.read.encode([seen], 14), made.written.encode(words, 10)
        ends, at = Endings.of(written), np.zeros(len(words), dtype=np.int64)
        scores = made.log_probability(read, at, ends, ends.nodes, written[None, :, 0])
        for codes, score in zip(written, scores[0], strict=True):
            said = tuple(int(c) for c in read[0] if c), tuple(int(c) for c in codes if c)
            assert np.exp(score) == pytest.approx(by_hand(made, *said), rel=1e-4, abs=1e-30)


def test_an_expectation_is_a_distribution() -> None:
    made = expectation(channel().written, channel().read, 10)
    total = made.none + made.one.sum(axis=1) + probability(made.two).sum(axis=(1, 2))
    assert np.allclose(total[2:], 1, atol=0.1)


def test_steps_never_make_possible_what_is_impossible() -> None:
    assert probability(steps(np.zeros(3))).tolist() == [0, 0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.floats(width=32, allow_nan=False).map(lambda x: x + 0.0))
    )
)
def test_the_best_come_first_in_their_group(items: list[tuple[int, float]]) -> None:
    groups = np.array([group for group, _ in items], dtype=np.int64)
    scores = np.array([score for _, score in items], dtype=np.float32)
    expected = sorted(range(len(items)), key=lambda i: (groups[i], -scores[i], i))
    assert best_first(groups, scores).tolist() == expected


def total(lattice: Lattice, model: LanguageModel, path: tuple[int, ...]) -> float:
    """The score of one path, word by word: the reference for the beam."""
    history = [0, 0]
    score = 0.0
    for row, column in enumerate(path):
        word = int(lattice.words[row, column])
        score += float(lattice.scores[row, column])
        if word != NOISE:
            rows = np.array([history[-2:]])
            made = model.score(rows, model.start(rows), np.array([word]))
            score += float(made.log_probability[0])
            history.append(word)
    return score


def test_the_beam_finds_the_best_path_of_small_lattices() -> None:
    model = toy()
    rng = np.random.default_rng(7)
    for _ in range(12):
        words = rng.integers(1, 8, size=(4, 3))
        words[rng.random((4, 3)) < 0.1] = NOISE
        lattice = Lattice(words, rng.normal(0, 1.5, (4, 3)).astype(np.float32), np.arange(4))
        found = decode(lattice, model)
        paths = itertools.product(range(3), repeat=4)
        best = max(total(lattice, model, path) for path in paths)
        assert total(lattice, model, tuple(found.chosen.tolist())) == pytest.approx(best, abs=1e-3)
        assert ((found.sure >= 0) & (found.sure <= 1)).all()


def test_the_shipped_model_is_what_its_card_says() -> None:
    card = json.loads((DATA / "model.json").read_text(encoding="utf-8"))
    digest = card.pop("digest")
    made = hashlib.sha256(json.dumps(card, ensure_ascii=False).encode())
    for path in [*sorted(DATA.glob("*.npy")), *sorted(DATA.glob("*.tsv")), DATA / "words.txt"]:
        made.update(path.name.encode() + path.read_bytes())
    assert made.hexdigest() == digest


def test_the_digest_covers_the_lists_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Restorer.load().digest
    parts = dict(name_parts(), middle=[*name_parts()["middle"], [0.001, "Thử"]])
    monkeypatch.setattr("pipeline.restoration.model.name_parts", lambda: parts)
    assert Restorer.load().digest != before


def test_the_model_is_small_and_holds_no_digits_and_no_pickle() -> None:
    assert sum(p.stat().st_size for p in DATA.iterdir()) < 25e6
    assert not any(c.isdigit() for c in (DATA / "words.txt").read_text(encoding="utf-8"))
    for path in DATA.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_another_folder_without_a_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Restorer.load(tmp_path)


def test_words_that_end_alike_share_their_endings() -> None:
    written = channel().written.encode(["học", "mọc", "c"], 10)
    ends = Endings.of(written)
    assert ends.nodes[0] == ends.nodes[1]  # ọc
    assert ends.nodes[2] == 0  # nothing behind its first letter
    rows = Rows.of(2)
    needed = ends.needed(rows, np.array([0, 1]), ends.nodes[[0, 2]])
    assert [rows.row(cell).tolist() for cell in needed] == [[0], [0]]  # c, ọc; the first only


def test_grams_in_the_longest_cluster_are_found() -> None:
    # All at home in the same slot, so that most are many slots away from it.
    hashes = np.arange(40, dtype=np.uint64)
    table = Table.build(hashes, np.arange(40, dtype=np.uint16))
    found = table.find(np.concatenate([hashes, np.array([50], dtype=np.uint64)]))
    assert found.tolist() == [*range(1, 41), 0]
