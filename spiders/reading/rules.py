"""The rules by which values are read of a page, each with a stable name and a line for the operator (判读规则).

People script against the names (``xuncha page --json --why``): one that is out of use is not given to another rule.
"""

from enum import StrEnum


class Rule(StrEnum):
    """A rule's name, ``field.rule``; ``says`` is its line for the operator."""

    says: str

    def __new__(cls, name: str, says: str) -> "Rule":
        """Make one of a name and a line."""
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.says = says
        return rule

    KIND_HOME = "kind.home", "地址是网站首页的地址，且没有位置导航"
    KIND_SEARCH = "kind.search", "地址是站内搜索的地址"
    KIND_TAIL = "kind.article.tail", "位置导航以“正文”一类的词结尾"
    KIND_TITLED = "kind.article.tag", "有 ArticleTitle 标签，且页面显示日期或不是列表"
    KIND_DATED = "kind.article.dated", "页面有自己的标题和发布日期，且不是列表"
    KIND_INTERPRETING_COLUMN = "kind.interpretation.column", "所在栏目是解读栏目"
    KIND_INTERPRETING_TITLE = "kind.interpretation.title", "标题以“解读”“图解”一类的词开头"
    KIND_NUMBERED = "kind.policy.number", "文章有文号"
    KIND_INTERPRETED = "kind.policy.block", "文章有“相关解读”一栏"
    KIND_LETTER = "kind.message", "栏目是信箱，页面有来信时间和答复"
    KIND_MAILBOX_COLUMN = "kind.mailbox.column", "栏目名称是信箱、留言、咨询一类"
    KIND_MAILBOX_WORDS = "kind.mailbox.words", "页面有三个以上信件列表的表头"
    KIND_GUIDE_COLUMN = "kind.guide.column", "栏目名称是办事指南"
    KIND_GUIDE_FIELDS = "kind.guide.fields", "页面有四项以上办事指南要素"
    KIND_COLUMN_ENTRIES = "kind.column.entries", "页面有条目列表"
    KIND_COLUMN_TRAIL = "kind.column.trail", "页面有位置导航"
    KIND_COLUMN_TAG = "kind.column.tag", "页面有 ColumnName 标签"
    KIND_OTHER = "kind.other", "没有任何一类页面的特征"
    KIND_ERROR = "kind.error", "页面称内容不存在（软404）"
    KIND_CHALLENGE = "kind.challenge", "返回的是反爬验证，不是页面"
    KIND_ENDPOINT = "kind.endpoint", "返回的是列表接口的数据"

    TITLE_SHOWN = "title.as-tagged", "页面显示的标题与标签或浏览器标题一致"
    TITLE_HEADING = "title.heading", "正文上方的标题元素"
    TITLE_TAG = "title.tag", "页面没有显示标题，取 ArticleTitle 标签"
    TITLE_BAR = "title.bar", "取浏览器标题，去掉网站名称"
    TITLE_TRAIL = "title.trail", "位置导航的最后一级"
    TITLE_COLUMN_TAG = "title.column-tag", "没有位置导航，取 ColumnName 标签"
    TITLE_SITE_TAG = "title.site-tag", "取 SiteName 标签"

    PUBLISHED_LABEL = "published.label", "标题附近的“发布时间”一类标签"
    PUBLISHED_UNDER = "published.under-title", "标题下方单独成行的日期，或与来源、浏览量同行的日期"
    PUBLISHED_ATTRIBUTE = "published.attribute", "标题下方元素的时间属性，由脚本显示"
    PUBLISHED_SCRIPT = "published.script", "标题下方由脚本写出的日期"
    PUBLISHED_VAGUE = "published.vague-label", "标题附近的“时间”“更新时间”一类含糊标签"
    PUBLISHED_FAR = "published.far-label", "离标题较远的“发布时间”标签"
    PUBLISHED_TAG = "published.tag", "PubDate 标签，只在页面没有显示日期时采用"
    PUBLISHED_OTHER_TAG = "published.other-tag", "其他发布时间标签，只在页面没有显示日期时采用"
    PUBLISHED_DATA = "published.data", "给搜索引擎的数据 (JSON-LD)，只在页面没有显示日期时采用"
    PUBLISHED_ADDRESS = "published.address", "网址中的日期，从不单独作为发布日期"
    PUBLISHED_NONE = "published.none", "页面和标签都没有发布日期"

    SOURCE_LABEL = "source.label", "离标题最近的“来源”标签"
    SOURCE_TAG = "source.tag", "页面没有显示来源，取 ContentSource 标签"

    COLUMN_HOME = "column.trail", "从“首页”链接开始的位置导航"
    COLUMN_LABEL = "column.label", "“当前位置”标签后的名称"
    COLUMN_TAG = "column.tag", "没有位置导航，取 ColumnName 标签"
    COLUMN_TYPE = "column.type", "ColumnType 标签"
    COLUMN_ANSWER = "column.answer", "列表接口给出的栏目"

    META_TAG = "meta.tag", "页面的 meta 标签"

    MARK_SHOWN = "mark.shown", "页面显示的文字"
    MARK_WRITTEN = "mark.script", "脚本写出的文字"
    MARK_RECORD = "mark.record-link", "公安备案链接中的编号"
    MARK_SOURCE = "mark.source", "页面源代码中的标识"
    MARK_INVALID = "mark.invalid", "党政机关标识是无效标识的图片"
    MARK_LACKING = "mark.lacking", "页面有页脚，但没有这一标识"
    MARK_UNKNOWN = "mark.unknown", "页脚由脚本加载，或页面没有页脚：不能判断"

    LIST_DATED = "list.dated", "带日期的条目最多的列表"
    LIST_TITLES = "list.titles", "没有带日期的列表，取最像标题的一组链接"
    LIST_RECORDS = "list.records", "脚本或接口中的列表记录"
    ENTRY_BESIDE = "entry.date.beside", "链接旁边的日期"
    ENTRY_WITHIN = "entry.date.within", "条目内单独成块的日期"
    ENTRY_STACKED = "entry.date.stacked", "日与年月分成两块显示"
    ENTRY_TAIL = "entry.date.tail", "链接文字末尾的日期"
    ENTRY_ATTRIBUTE = "entry.date.attribute", "元素的时间属性"
    ENTRY_RECORD = "entry.date.record", "列表记录中的日期"

    NEXT_LINK = "next.link", "翻页栏中“下一页”一类的链接"
    NEXT_SYSTEM = "next.system", "建站系统的翻页脚本"
    NEXT_CALL = "next.call", "翻页链接所调用的脚本写明的地址"
    NEXT_NUMBER = "next.number", "翻页栏的页码"
    NEXT_BARRED = "next.barred", "有后续页，但只能由表单或脚本取得"
    COUNT_SAID = "count.said", "页面写明的总页数"
    COUNT_LAST = "count.last", "末页链接的页码"
    COUNT_SYSTEM = "count.system", "建站系统的翻页脚本写明的总页数"

    NUMBER_LABEL = "number.label", "“发文字号”一类标签后的文号"
    NUMBER_LINE = "number.line", "正文上方单独成行的文号"
    NUMBER_BOX = "number.box", "正文上方单独成块的文号"

    ARCHIVED_TAG = "archived.tag", "归档标签"
    ARCHIVED_NAME = "archived.name", "栏目或标题的名称表明已归档"
    ARCHIVED_LINE = "archived.line", "页面有一行文字说明已归档"

    BLANK_SAID = "blank.said", "页面称暂无内容"
    BLANK_NOTHING = "blank.nothing", "没有条目、文字、链接、表单或框架"
    FILLED_TEXT = "filled.text", "没有条目，但有自己的文字"
    FILLED_FRAME = "filled.frame", "没有条目，但有框架、视频或表单"
    FILLED_LINKS = "filled.links", "没有条目，但有菜单以外的链接"
    FILLED_SCRIPT = "filled.script", "内容由脚本加载，不能判断"

    ATTACHMENT_FILE = "attachment.address", "链接的地址是文件"
    ATTACHMENT_NAME = "attachment.name", "链接的文字是文件名"
    ATTACHMENT_LABEL = "attachment.label", "链接的文字以“附件”开头"

    TIE_BLOCK = "tie.block", "“相关解读”“政策原文”一类栏目中的链接"
    TIE_LINE = "tie.line", "以“相关解读：”“相关文件：”一类字样开头的一行中的链接"
    TIE_LINK = "tie.link", "名称为“原文”“结果反馈”一类的链接"

    TIE_TEXT = "tie.text", "正文中指向对应文件的链接"
    TIE_ROLE = "tie.role", "按页面类型和标题，是政策、解读、征集或反馈的一方"
    TIE_UNTIL = "tie.until", "征集意见的截止日期"
    TIE_NAMED = "tie.named", "标题或正文提到的文件名称或文号"
    OFFER_FORM = "offer.form", "搜索框，或其所在的表单"
    OFFER_SEARCH = "offer.search-link", "名称或地址为站内搜索的链接"
    OFFER_SCRIPT = "offer.search-script", "名为搜索的按钮或区域，由脚本打开"
    OFFER_CONSULT = "offer.consult", "名称为咨询、信箱、留言一类的链接"
    OFFER_STATISTICS = "offer.statistics", "名称为年度报表、统计一类的链接"
    OFFER_CALLED = "offer.called", "名称、图片文字或地址说明它通往该栏目的链接"
    OFFER_NONE = "offer.none", "首页没有搜索框，也没有搜索链接"

    FIELD_LABEL = "field.label", "要素名称旁边或下方的内容"
    FIELD_PICTURE = "field.picture", "要素的内容是图片"
    FIELD_ROW = "field.row", "信件列表中的一行"
    FIELD_TITLE = "field.title", "取页面的标题"
    FIELD_PUBLISHED = "field.published", "没有来信时间，取发布时间"
    FIELD_SAID_BY = "field.said-by", "答复文字中的单位"

    ENCODING_MARK = "encoding.mark", "文件开头的字节顺序标记"
    ENCODING_NULLS = "encoding.nulls", "字节的排列是 UTF-16"
    ENCODING_UTF8 = "encoding.utf-8", "全文是有效的 UTF-8"
    ENCODING_GB18030 = "encoding.gb18030", "全文不是 UTF-8，而是有效的 GB18030"
    ENCODING_HZ = "encoding.hz", "HZ 转义的中文"
    ENCODING_NEIGHBOUR = "encoding.neighbour", "按声明或推测的编码可读，且文字相符"
    ENCODING_PIECES = "encoding.pieces", "全文不属于任何一种编码，逐段判断"
    DECLARED_HEADER = "declared.header", "HTTP 头声明的编码"
    DECLARED_TAG = "declared.tag", "页面声明的编码"

    DOUBT_TAG = "doubt.tag", "标签与页面不符"
    DOUBT_ADDRESS = "doubt.address", "网址中的日期与发布日期相差一个月以上"
    DOUBT_CODE = "doubt.code", "标识码不一致或格式不对"
    DOUBT_MARK = "doubt.mark", "标识或找错链接有疑问"
    DOUBT_ENCODING = "doubt.encoding", "部分内容编码不一致或已损坏"
    SUSPICION = "suspicion", "疑点，由人核实"
