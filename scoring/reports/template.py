"""Makes templates/notice.docx, the form of the notice: ``python -m scoring.reports.template``.

An office edits the .docx itself in Word; this script is how the first one came to be, and brings it back. Page and type
follow GB/T 9704-2012: A4, 方正小标宋 title, 仿宋 text in size 三号 with lines of 28 pt. Word takes a Chinese font from
``w:eastAsia`` alone, so each run sets it.
"""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from scoring.reports.package import same_bytes

TEMPLATE = Path(__file__).parent / "templates" / "notice.docx"

TITLE, TEXT, HEADING, SUBHEADING = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
BODY, TITLE_SIZE, TABLE_SIZE = Pt(16), Pt(22), Pt(14)
LINE = Pt(28)
RED = RGBColor(0xE0, 0x00, 0x00)

OPENING = (
    "根据{{ basis }}要求，{{ office }}开展了{{ period }}{{ scope }}政府网站及政务新媒体检查工作，现将有关情况通报如下："
)
TOTALS = (
    "{{ checked }}，{{ office }}对{{ scope }}运行中的{{ sites.total }}家网站和{{ accounts.total }}个政务新媒体账号"
    "按照相关考核指标要求进行全面检查。"
)
RESULTS = "检查发现，{{ site_result }}；{{ account_result }}。{{ praise }}"

WORK = (
    (
        "（一）持续加强政府网站内容建设。",
        (
            "各地各部门要严格对照检查考核指标要求，合理规划政府网站栏目设置，认真维护栏目内容，加强日常监管和运维保障工作，"
            "确保不出现空白栏目或更新不及时问题。进一步做好政策宣传和解读工作，提高重要政策法规的解读比例，"
            "做到政策文件与解读稿件相互关联，以便捷、直白的方式让群众看得懂、用得上。"
        ),
    ),
    (
        "（二）持续推进政务新媒体建设。",
        (
            "各地各部门政务新媒体主办单位要认真履行规划建设、内容审核、组织保障、安全管理等职责。一要推进集约整合，"
            "一个单位原则上在同一平台只开设一个账号。二要规范账号管理，加强账号开设、变更和注销管理，及时做好登记备案。"
            "三要完善功能建设，保证更新频率和互动渠道畅通，提高政务新媒体便民服务水平。"
        ),
    ),
    (
        "（三）持续提升政民互动水平。",
        (
            "各地各部门要紧扣群众需求畅通政府和民众的互动渠道，完善留言办理答复工作机制，全面提升留言办理答复质量和时效性；"
            "加强留言公开和统计工作，及时发布网民留言统计数据，合理合规公开留言内容。"
        ),
    ),
)
CLOSING = "各地各部门对此次通报的问题要高度重视，举一反三做好整改，详细监测报告请联系{{ contact }}获取。"
ANNEX_1 = "{{ period }}{{ scope }}政府网站和政务新媒体检查得分情况"
ANNEX_2 = "{{ period }}{{ scope }}政务新媒体检查不合格单位名单"


def build() -> bytes:
    """Make the template; the same bytes each time."""
    document = Document()
    _page(document)
    _head(document)
    _body(document)
    _annex_1(document)
    _annex_2(document)
    buffer = BytesIO()
    document.save(buffer)
    return same_bytes(buffer.getvalue())


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", "宋体", TABLE_SIZE)
    _page_number(_run(footer, "", "宋体", TABLE_SIZE))
    _run(footer, " —", "宋体", TABLE_SIZE)


def _head(document: DocumentType) -> None:
    office = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False)
    _run(office, "{{ head }}", TITLE, Pt(30)).font.color.rgb = RED
    number = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER)
    _run(number, "{{ number }}", TEXT)
    _red_line(number)
    _title(document, "{{ title }}")
    _run(_paragraph(document), "{{ addressees }}：", TEXT)


def _body(document: DocumentType) -> None:
    _text(document, OPENING)
    _heading(document, "一、总体情况")
    for text in (TOTALS, RESULTS, "{{ method }}"):
        _text(document, text)
    _heading(document, "二、存在的主要问题")
    for number, name in (("一", "content"), ("二", "interaction"), ("三", "accounts")):
        _text(document, f"{{{{ themes.{name}.text }}}}", lead=f"（{number}）{{{{ themes.{name}.name }}}}方面。")
    _heading(document, "三、下一步工作要求")
    for lead, text in WORK:
        _text(document, text, lead=lead)
    _text(document, CLOSING)
    for label, title in (("附件：1.", ANNEX_1), ("2.", ANNEX_2)):
        _listed(document, label, title)
    for text in ("{{ head }}", "{{ issued }}"):
        _run(_paragraph(document, align=WD_ALIGN_PARAGRAPH.RIGHT), text, TEXT)


def _annex_1(document: DocumentType) -> None:
    _annex_title(document, 1, ANNEX_1)
    _control(document, "{%p for group in groups %}")
    table = _table(document, ("序号", "单位名称", "得分"), (18, 92, 46))
    _loop(table, "row in group.rows", ("{{ row.number }}", "{{ row.unit }}", "{{ row.shown }}"))
    caption = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER)
    caption.paragraph_format.space_after = Pt(14)
    _run(caption, "表{{ loop.index }}：{{ group.name }}综合得分情况", TEXT, TABLE_SIZE)
    _control(document, "{%p endfor %}")
    for name in ("score_note", "source_note"):
        _control(document, f"{{%p if {name} %}}")
        _run(_paragraph(document), f"{{{{ {name} }}}}", TEXT, Pt(12))
        _control(document, "{%p endif %}")


def _annex_2(document: DocumentType) -> None:
    _annex_title(document, 2, ANNEX_2)
    table = _table(document, ("序号", "账号名称", "账号类型", "不合格原因"), (16, 52, 34, 54))
    cells = ("{{ row.number }}", "{{ row.name }}", "{{ row.type }}", "{{ row.reasons }}")
    _loop(table, "row in failed_accounts", cells)
    _control(document, "{%p if not failed_accounts %}")
    _run(_paragraph(document), "（无）", TEXT)
    _control(document, "{%p endif %}")


def _annex_title(document: DocumentType, number: int, title: str) -> None:
    label = _paragraph(document)
    label.paragraph_format.page_break_before = True
    _run(label, f"附件{number}：", HEADING)
    _title(document, title)


def _title(document: DocumentType, text: str) -> None:
    title = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(18)
    _run(title, text, TITLE, TITLE_SIZE)


def _heading(document: DocumentType, text: str) -> None:
    paragraph = _paragraph(document, indent=True)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, HEADING)


def _text(document: DocumentType, text: str, lead: str = "") -> None:
    paragraph = _paragraph(document, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    if lead:
        _run(paragraph, lead, SUBHEADING)
    _run(paragraph, text, TEXT)


def _listed(document: DocumentType, label: str, title: str) -> None:
    """Add a line of the list of annexes: further lines stand under the first one's title."""
    paragraph = _paragraph(document)
    layout = paragraph.paragraph_format
    layout.keep_with_next = True
    layout.left_indent = 6 * BODY
    layout.first_line_indent = (-4 if len(label) > 2 else -1) * BODY
    layout.tab_stops.add_tab_stop(layout.left_indent)
    _run(paragraph, f"{label}\t{title}", TEXT)


def _control(document: DocumentType, tag: str) -> None:
    """Add a paragraph that docxtpl takes out again."""
    document.add_paragraph(tag)


def _paragraph(
    document: DocumentType, *, align: WD_ALIGN_PARAGRAPH | None = None, indent: bool = False, exact: bool = True
) -> Paragraph:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    if align is not None:
        paragraph.alignment = align
    if indent:
        layout.first_line_indent = 2 * BODY
    if exact:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    return paragraph


def _run(paragraph: Paragraph, text: str, font: str, size: Pt = BODY) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, size
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _page_number(run: Run) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run.element.append(element)


def _red_line(paragraph: Paragraph) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _table(document: DocumentType, headers: tuple[str, ...], widths: tuple[int, ...]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(table, 0, headers, HEADING)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no public name for it
    return table


def _loop(table: Table, loop: str, cells: tuple[str, ...]) -> None:
    """Add the three rows of docxtpl's row loop."""
    for number, texts in enumerate(((f"{{%tr for {loop} %}}",), cells, ("{%tr endfor %}",)), 1):
        table.add_row()  # type: ignore[no-untyped-call]
        _fill(table, number, texts, TEXT)


def _fill(table: Table, row: int, texts: tuple[str, ...], font: str) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=False):
        _cell(cell, text, font)
    whole = OxmlElement("w:cantSplit")
    table.rows[row]._tr.get_or_add_trPr().append(whole)  # noqa: SLF001


def _cell(cell: _Cell, text: str, font: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, font, TABLE_SIZE)


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
