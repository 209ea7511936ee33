# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Pages written for these tests, in the manner of the publishing systems that government sites run on."""

from datetime import datetime

from spiders.reading.dates import BEIJING
from spiders.reading.page import Page, read

AS_OF = datetime(2024, 2, 29, 23, 59, 59, tzinfo=BEIJING)
SITE = "http://www.shuiyang.gov.cn"

FOOTER = """<div class="footer"><p>主办单位：水阳县人民政府 网站标识码：4207990001
<a href="https://beian.miit.gov.cn/" target="_blank">鄂ICP备05009999号-1</a>
<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=42079902000001">鄂公网安备 42079902000001号</a></p>
<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/18/266/CA18.js'
type='text/javascript'%3E%3C/script%3E"));</script>
<script id="_jiucuo_" sitecode="4207990001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></div>"""

TRS_ARTICLE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>关于印发水阳县河道管理办法的通知_水阳县人民政府</title>
<meta content="水阳县人民政府" name="SiteName"><META NAME="sitedomain" CONTENT="www.shuiyang.gov.cn">
<meta name="SiteIDCode" content="4207990001"><meta name="ColumnName" content="县政府文件">
<meta name="ColumnType" content="政策文件"><meta name="ArticleTitle" content="关于印发水阳县河道管理办法的通知">
<meta name="PubDate" content="2024-01-10 08:00"><meta name="ContentSource" content="县政府办"></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zmhd/">互动交流</a></li></ul>
<div class="dqwz">当前位置：<a href="../../../" class="CurrChnlCls">首页</a>&nbsp;&gt;&nbsp;<a href="../../" class="CurrChnlCls"
>政务公开</a>&nbsp;&gt;&nbsp;<a href="../" class="CurrChnlCls">县政府文件</a>&nbsp;&gt;&nbsp;正文</div>
<table><tr><td>索引号：</td><td>0110/2024-00003</td><td>发文字号：</td><td>水政办发〔2024〕3号</td></tr>
<tr><td>成文日期：</td><td>2024-01-05</td><td>公开方式：</td><td>主动公开</td></tr></table>
<h1>关于印发水阳县河道管理办法的通知</h1>
<div class="info"><span>发布时间：2024-01-09 17:32</span><span>来源：水阳县水利局</span><span>点击数：</span></div>
<div class="TRS_Editor"><p>各镇人民政府：</p><p>现将《水阳县河道管理办法》印发给你们，自2024年3月1日起施行。</p>
<p>附件：<a href="./P020240109.docx">水阳县河道管理办法.docx</a></p></div>
<div class="xgjd"><h3>相关解读</h3><ul><li><a href="../../zcjd/202401/t20240109_12.html">《水阳县河道管理办法》解读</a></li></ul></div>
{FOOTER}</body></html>"""

TRS_LIST = f"""<html><head><meta charset="utf-8"><title>通知公告_水阳县人民政府</title>
<meta name="SiteName" content="水阳县人民政府"><meta name="ColumnName" content="通知公告"><meta name="ColumnType" content="通知公告">
</head><body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>
<div class="position">您所在的位置：<a href="../../">首页</a> &gt; <a href="../">政务公开</a> &gt; <a href="./">通知公告</a></div>
<div class="main"><ul class="list">
<li><a href="./202301/t20230103_1.html" title="（置顶）水阳县政府信息公开指南（二〇二三年修订）">（置顶）水阳县政府信息公开指…</a><span>2023-01-03</span></li>
<li><a href="./202402/t20240221_9.html" title="水阳县2024年事业单位公开招聘工作人员公告">水阳县2024年事业单位公开…</a><span>2024-02-21</span></li>
<li><a href="./202402/t20240206_8.html">关于春节期间办事窗口安排的通知</a><span>2024-02-06</span></li>
<li><a href="./202401/t20240130_7.html">关于冬季森林防火的通告</a><span>2024-01-30</span></li></ul>
<ul class="list"><li><a href="./202401/t20240118_6.html">关于征集民生实事项目的公告</a><span>2024-01-18</span></li>
<li><a href="http://www.hubei.gov.cn/t/1.html">湖北省人民政府关于防汛工作的公告</a><span>2024-01-12</span></li></ul>
<script>createPageHTML(7, 0, "index", "html", "132");</script></div>
<div class="right"><h3>热点</h3><ul><li><a href="/a/1.html">县长调研春耕备耕工作情况</a></li></ul></div>{FOOTER}</body></html>"""


def page(markup: str, path: str = "/zwgk/tzgg/index.html", *, encoding: str = "utf-8", charset: str = "") -> Page:
    """Read markup as a page of the test site, at the tests' instant."""
    return read(markup.encode(encoding), SITE + path, charset=charset, as_of=AS_OF)


def body(inner: str, head: str = "") -> str:
    """A bare page around a piece of markup."""
    return f"<html><head><title>水阳县人民政府</title>{head}</head><body>{inner}</body></html>"
