"""Facts packed small for Redis: JSON deflated with a dictionary of what facts always say, a third of its size.

A ledger keeps a thousand short records a site, of which most bytes are the names of fields. Each is packed alone, since
each is merged alone. What is packed says by its first byte with which dictionary, so that a later one can stand beside
this one; JSON, which begins otherwise, is read as it stands.
"""

import zlib
from typing import Final

#: First byte of what is packed with the dictionary below; another dictionary needs another.
MARK: Final = b"\x01"
#: The dictionary: what is met most often stands last. Whatever is changed here makes older ledgers unreadable.
DICTIONARY: Final = (
    '"offers":{"search":"","trial":"","consult":["],"statistics":[],"smart":{},"eased":{},"overview":["],"functions":["],'
    '"leaders":["],"services":["]},"name":"","plate":{"bar":"人民政府门户网站","shown":[],"pictured":false},'
    '"ipv6":{"named":null,"answered":null}},"source":"rss","posts":20,"newest":"","future":null,'
    '"of":"service","own":true,"title":"","found":null,"results":0,"sorts":["个人办事","法人办事"]'
    '"suspicions":[{"kind":"serious_wording","dark_link","tampered","wording","sample":"","where":"正文","why":"","count":1}]}'
    '"tie":{"role":"policy","interpretation","consultation","feedback","number":"政办发〔202〕号","subject":"管理办法",'
    '"needed":true,"until":null,"linked":["],"empty":[],"numbers":[],"names":[],"answered":false}}'
    '"letter":{"url":"http://www.gov.cn/content/post_.html","title":"","received":"2024-0T00:00:00+08:00",'
    '"replied":"2023-1T00:00:00+08:00","unit":"市局","state":"已办结","reply":true,"whole":true,"days":null}}'
    '"title":"关于的通知","published":"202-T00:00:00+08:00","guide":{"elements":["事项名称","设定依据","受理条件","申请材料",'
    '"办理流程","办理地点","办理时间","承诺时限","法定时限","咨询电话","投诉电话"],"empty":[],"catch_all":[],"forms":[],'
    '"copies":true,"samples":null}}'
    '"entries":20,"undated":0,"newest":"2024-0T00:00:00+08:00","readable":true,'
    '"marks":{"site_code":"","icp":"ICP备号","police":"公网安备号","conac":true,"error_report":true,"report_code":""},'
    '"tags":["ArticleTitle","ColumnDescription","ColumnKeywords","ColumnName","ColumnType","ContentSource","PubDate",'
    '"SiteDomain","SiteIDCode","SiteName"],"code":"","doubts":{}}'
    '"name":"","path":["政务公开","通知公告","工作动态","政策文件"],"type":"","archived":false,"blank":false,'
    '"readable":true,"entries":15,"undated":0}'
    '"digest":"","evidence":"","kind":"article","attachment","image","column","outside","outcome":"blocked","refused",'
    '"unsure","dead","status":403,"status":0,"status":404,"reason":"","found_on":"http://www.gov.cn/index.html"}'
    '{"url":"http://www.gov.cn/art/2024/content/post_.html","seen_at":1700000000000,"digest":"sha256:'
    '","evidence":"-00001.warc.gz#"'
).encode()
_LEVEL: Final = 6
#: Bits of the window: 8 KiB, which holds dictionary and record, and costs little to set up.
_WINDOW: Final = -13
_MEMORY: Final = 8
#: Bytes that a record may have unpacked; what is stored was bounded when it was made.
_MOST: Final = 2**24


def packed(data: bytes) -> bytes:
    """Pack JSON; what would not get smaller stays as it is."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=DICTIONARY)
    small = MARK + packer.compress(data) + packer.flush()
    return small if len(small) < len(data) else data


def unpacked(data: bytes) -> bytes:
    """Give the JSON back. Raises ``ValueError`` for what was packed by a newer version, or is damaged."""
    if data[:1] != MARK:
        if data[:1] < b" ":
            msg = "a fact was packed by a newer version of the program"
            raise ValueError(msg)
        return data
    unpacker = zlib.decompressobj(_WINDOW, zdict=DICTIONARY)
    try:
        text = unpacker.decompress(data[1:], _MOST)
    except zlib.error as error:
        msg = f"a fact is damaged: {error}"
        raise ValueError(msg) from None
    if not unpacker.eof:
        msg = "a fact is not whole"
        raise ValueError(msg)
    return text
