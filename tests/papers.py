"""Papers for the tests of the RDF side, built by hand: two invented plans that use every noun of extract.model, and the shipped plan from its gold."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

from extract.model import SLUGS, Change, Document, Entity, Evidence, Extraction, Header, Item, Link, Mention, RawDocument, Section

ROOT = Path(__file__).resolve().parent.parent
TEXT = """共青团江海市委办公室文件
江团办字〔2031〕7号
共青团江海市委办公室关于印发《江海共青团2031年工作要点》的通知
各区团委：
现将《江海共青团2031年工作要点》印发给你们，请认真贯彻党的三十大精神。
一、坚持以学习宣传贯彻党的三十大精神为主线\r
1. 开展宣讲。深入学习贯彻党的三十大精神，持续深化“红帆\t工程”，"引号"与\\反斜线。
2. 依法护航。认真落实《江海市未成年人保护条例》，制定《江海团校方案》，联合江海青联开展“红帆工程”。
二、服务大江流域发展战略
（一）保障
3. 服务战略。助力大江流域发展战略，筹备市第九次团代会，试点“𠮷屋计划”。（责任单位：宣传部、某某中心）
4. 其他工作。做好日常工作。
"""
ENTITIES: tuple[Entity, ...] = (
    Entity("meeting/中国共产党第三十次全国代表大会", "MEETING", "中国共产党第三十次全国代表大会", ("党的三十大",), "central", "party", "party",
           why="Party congress", issuer="中国共产党中央委员会"),
    Entity("programme/红帆工程", "PROGRAMME", "红帆工程", ("“红帆工程”",), "provincial", "league", "own", issuer="中国共产主义青年团江海市委员会"),
    Entity("document/江海市未成年人保护条例", "DOC", "江海市未成年人保护条例", (), "provincial", "congress", "law", number="第9号"),
    Entity("document/江海团校方案", "DOC", "江海团校方案", (), "provincial", "league", "own"),
    Entity("document/江海共青团2031年工作要点", "DOC", "江海共青团2031年工作要点", (), "provincial", "league", "own"),
    Entity("document/共青团江海市委办公室关于印发江海共青团2031年工作要点的通知", "DOC", "共青团江海市委办公室关于印发江海共青团2031年工作要点的通知", (),
           "provincial", "league", "own"),
    Entity("organization/江海市青年联合会", "ORG", "江海市青年联合会", ("江海青联",), "provincial", "youth", "other"),
    Entity("strategy/大江流域发展战略", "STRATEGY", "大江流域发展战略", (), "central", "party", "party"),
    Entity("meeting/中国共产主义青年团江海市第九次代表大会", "MEETING", "中国共产主义青年团江海市第九次代表大会", ("市第九次团代会",), "provincial", "league", "own"),
    Entity("programme/𠮷屋计划", "PROGRAMME", "𠮷屋计划", ("“𠮷屋计划”",), "", "", "unknown"),
    Entity("organization/中国共产主义青年团江海市委员会宣传部", "ORG", "中国共产主义青年团江海市委员会宣传部", ("宣传部",), "provincial", "league", "own"),
    Entity("organization/某某中心", "ORG", "某某中心", (), "-", "institution", "unknown", unresolved=True),
    Entity("organization/中国共产主义青年团江海市委员会办公室", "ORG", "中国共产主义青年团江海市委员会办公室", ("共青团江海市委办公室",), "provincial", "league", "own"),
    Entity("doctrine/无人提及的思想", "DOCTRINE", "无人提及的思想", (), "central", "party", "party"),
)
IDS = {name: e.id for e in ENTITIES for name in (e.label, *e.aliases)} | {"《江海共青团2031年工作要点》": ENTITIES[4].id}
SURFACES = (
    "共青团江海市委办公室", "共青团江海市委办公室关于印发《江海共青团2031年工作要点》的通知", "《江海共青团2031年工作要点》", "党的三十大", "“红帆\t工程”",
    "《江海市未成年人保护条例》", "《江海团校方案》", "江海青联", "“红帆工程”", "大江流域发展战略", "市第九次团代会", "“𠮷屋计划”", "宣传部", "某某中心",
)  # fmt: skip


def invented() -> Extraction:
    """A notice that carries a plan of two sections, a sub-section and four items, with every relation and attribute."""
    mentions = tuple(sorted((_mention(m.start(), s) for s in SURFACES for m in re.finditer(re.escape(s), TEXT)), key=lambda m: (m.start, -m.end)))
    header = Header("江海共青团2031年工作要点", "江团办字〔2031〕7号", ("中国共产主义青年团江海市委员会办公室",), "中国共产主义青年团江海市委员会",
                    "2031-02-28", "各区团委", "中国共产主义青年团江海市第八届委员会第九次全体会议", "江海市", "通知", "工作要点")
    at, end = TEXT.index, len(TEXT)
    s1, s2, s21 = at("一、坚持"), at("二、服务"), at("（一）保障")
    starts = [at("1. 开展"), at("2. 依法"), at("3. 服务"), at("4. 其他"), end]
    return Extraction(
        id="document/江海共青团2031年工作要点",
        raw=RawDocument(TEXT, "jianghai.txt", hashlib.sha256(TEXT.encode()).hexdigest()),
        header=header,
        documents=(Document("notice", "共青团江海市委办公室关于印发《江海共青团2031年工作要点》的通知", "notice", 0, s1),
                   Document("plan", "江海共青团2031年工作要点", "plan", s1, end)),
        sections=(Section("s1", "", "一、", "坚持以学习宣传贯彻党的三十大精神为主线", s1, s2, TEXT.index("\r", s1)),
                  Section("s2", "", "二、", "服务大江流域发展战略", s2, end, TEXT.index("\n", s2)),
                  Section("s2.1", "s2", "（一）", "保障", s21, end, TEXT.index("\n", s21))),
        items=tuple(Item(str(n + 1), "s1" if n < 2 else "s2.1", "plan", TEXT[starts[n] + 3:TEXT.index("。", starts[n])], starts[n],
                         min(starts[n + 1], s2) if n < 2 else starts[n + 1]) for n in range(4)),
        mentions=mentions, entities=ENTITIES, links=_links(mentions),
        changes=(Change(at("\t"), at("\t") + 1, "\t", "", "space"),),
        notes=("a note",),
    )  # fmt: skip


def second() -> Extraction:
    """Another paper that names the same congress and stands otherwise to the programme."""
    text = "江海市人民政府关于落实红帆工程的意见\n一、总体要求\n1. 贯彻落实党的三十大精神，服务“红帆工程”。\n"
    congress, programme = ENTITIES[0], replace(ENTITIES[1], standing="other", aliases=("红帆",), tier="prefectural")
    item, a, b = text.index("1. "), text.index("党的三十大"), text.index("“红帆工程”")
    return Extraction(
        id="document/江海市人民政府关于落实红帆工程的意见",
        raw=RawDocument(text, "second.txt", hashlib.sha256(text.encode()).hexdigest()),
        header=Header("江海市人民政府关于落实红帆工程的意见", issuers=("江海市人民政府",), date="2031-03", instrument="意见", genre="从未见过的体裁"),
        documents=(Document("plan", "江海市人民政府关于落实红帆工程的意见", "plan", 0, len(text)),),
        sections=(Section("s1", "", "一、", "总体要求", text.index("一、"), len(text), item - 1),),
        items=(Item("1", "s1", "plan", "贯彻落实", item, len(text)),),
        mentions=(Mention(a, a + 5, "党的三十大", "MEETING", congress.id), Mention(b, b + 6, "“红帆工程”", "PROGRAMME", programme.id)),
        entities=(congress, programme),
        links=(Link("1", "implements", congress.id, 0.75, "贯彻落实", "精神", evidence=(Evidence(item + 3, len(text) - 1, (a, a + 5)),)),
               Link("1", "serves", programme.id, 0.9, "服务", evidence=(Evidence(item + 3, len(text) - 1, (b, b + 6)),))),
    )  # fmt: skip


def shipped() -> Extraction:
    """The shipped plan, from its gold: a paper of real size. Structure and clauses are only guessed from line ends."""
    name = "北京共青团2023年工作要点"
    gold = json.loads((ROOT / "data" / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))
    text = (ROOT / "data" / "plans" / f"{name}.txt").read_bytes().decode()
    judged = {row["entity"]: row for row in gold["standing"]}
    entities = {m["entity"]: _gold_entity(m, judged.get(m["entity"], {})) for m in gold["mentions"]}
    mentions = tuple(Mention(m["start"], m["end"], m["text"], m["type"], entities[m["entity"]].id) for m in gold["mentions"])
    starts = [m.start() for m in re.finditer(r"(?m)^\**\d+\. ", text)]
    items = tuple(Item(str(n), "", "plan", text[a + 3:text.index("。", a)][:40], a, b) for n, (a, b) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1))
    sections = tuple(Section(f"s{n}", "", m.group()[:2], m.group()[2:], m.start(), m.end(), m.end()) for n, m in enumerate(re.finditer(r"(?m)^[一二三四五六]、.*$", text), 1))
    links = tuple(_gold_link(row, entities, mentions, text) for row in gold["links"] if row["entity"] in entities)
    header = Header(name, "京团办字〔2023〕2号", ("中国共产主义青年团北京市委员会办公室",), date="2023-04-10", instrument="通知", genre="工作要点")
    return Extraction(f"document/{name}", RawDocument(text, f"{name}.txt", hashlib.sha256(text.encode()).hexdigest()), header,
                      (Document("plan", name, "plan", 0, len(text)),), sections, items, mentions, tuple(entities.values()), links)


def _mention(start: int, surface: str) -> Mention:
    name = surface.replace("\t", "")
    found = IDS.get(name) or IDS[re.sub("[《》]", "", name)]
    kind = next(e.type for e in ENTITIES if e.id == found)
    return Mention(start, start + len(surface), surface, kind, found, "by hand", 0.5 if surface == "某某中心" else 1.0)


def _links(mentions: tuple[Mention, ...]) -> tuple[Link, ...]:
    def link(source: str, relation: str, name: str, before: str, **said: object) -> Link:
        at = TEXT.index(before)
        start, end = at, min(i for i in (TEXT.find("。", at), TEXT.find("\n", at)) if i > 0)
        spans = [(m.start, m.end) for m in mentions if m.entity == IDS[name] and start <= m.start < end]
        evidence = tuple(Evidence(start, end, span) for span in spans)
        return Link(source, relation, IDS[name], evidence=evidence, **said)  # type: ignore[arg-type]

    return (
        link("plan", "implements", "党的三十大", "请认真贯彻", cue="贯彻", via="精神", confidence=0.9),
        link("plan", "issued_by", "共青团江海市委办公室", "共青团江海市委办公室文件"),
        link("s1", "guided_by", "党的三十大", "坚持以学习", cue="以", via="精神", basis="focus"),
        link("1", "studies", "党的三十大", "深入学习贯彻", cue="学习", via="精神"),
        link("1", "implements", "党的三十大", "深入学习贯彻", cue="贯彻", via="精神"),
        link("1", "carries_out", "红帆工程", "持续深化", cue="深化", stage="continue"),
        link("2", "implements", "江海市未成年人保护条例", "认真落实", cue="落实"),
        link("2", "drafts", "江海团校方案", "制定《", cue="制定"),
        link("2", "works_with", "江海青联", "联合江海", cue="联合", mode="partner"),
        link("2", "carries_out", "红帆工程", "联合江海", cue="开展"),
        link("s2", "serves", "大江流域发展战略", "服务大江", cue="服务"),
        link("3", "serves", "大江流域发展战略", "助力大江", cue="助力"),
        link("3", "convenes", "市第九次团代会", "筹备市", cue="筹备"),
        link("3", "carries_out", "𠮷屋计划", "试点“", cue="试点", stage="pilot"),
        link("3", "assigned_to", "宣传部", "（责任单位", cue="责任单位", role="responsible", order=1),
        link("3", "assigned_to", "某某中心", "（责任单位", cue="责任单位", role="responsible", order=2),
    )


def _gold_entity(mention: dict[str, str], judged: dict[str, str]) -> Entity:
    return Entity(f"{SLUGS[mention['type']]}/{mention['entity']}", mention["type"], mention["entity"],  # type: ignore[arg-type]
                  tier=judged.get("tier", ""), standing=judged.get("standing", "unknown"))


def _gold_link(row: dict[str, str], entities: dict[str, Entity], mentions: tuple[Mention, ...], text: str) -> Link:
    target = entities[row["entity"]].id
    m = next(m for m in mentions if m.entity == target)
    start, end = text.rfind("\n", 0, m.start) + 1, text.find("\n", m.end)
    return Link(row["from"], row["relation"], target, 0.9, evidence=(Evidence(start, len(text) if end < 0 else end, (m.start, m.end)),))
