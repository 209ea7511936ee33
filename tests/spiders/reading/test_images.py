"""Which pictures a page shows, and by which address each."""

import pytest

from spiders.reading.images import MAX_IMAGES, is_image

from .pages import SITE, body, page


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<img src="/a.png">', "/a.png"),
        ("<IMG SRC='/a.PNG' alt=图>", "/a.PNG"),
        ('<img src="/blank.gif" data-src="/a.jpg">', "/a.jpg"),
        ('<img src="/blank.gif" data-original="/a.jpg">', "/a.jpg"),
        ('<img srcset="/a-1x.png 1x, /a-2x.png 2x">', "/a-1x.png"),
        ('<img src="/a.png" srcset="/a-2x.png 2x">', "/a.png"),
        ('<img srcset="/a.png,/b.png 2x">', "/a.png,/b.png"),
        ('<input type="image" src="/button.gif">', "/button.gif"),
        ('<img src="/servlet/picture?id=3">', "/servlet/picture?id=3"),
        ('<img src="/code.jsp">', "/code.jsp"),
        ('<img src="null">', "/zwgk/tzgg/null"),
        ('<img src="{{item.pic}}">', ""),
        ('<img src="data:image/png;base64,iVBORw0KGgo=">', ""),
        ('<img src="">', ""),
        ("<img>", ""),
        ('<img src="#">', ""),
        ('<img src="/">', ""),
        ('<img src="/zwgk/index.html">', ""),
        ('<!-- <img src="/a.png"> -->', ""),
        ('<noscript><img src="/count.gif"></noscript>', ""),
        ("<div style=\"background:url('/bg.png')\">字</div>", ""),
    ],
)
def test_a_picture_is_read_by_its_own_address(markup: str, address: str) -> None:
    assert page(body(markup)).images == ((f"{SITE}{address}",) if address else ())


def test_pictures_are_listed_once_in_order_and_are_no_links() -> None:
    found = page(
        body('<a href="/x.html"><img src="/b.png"></a><img src="/a.png"><img src="http://o.cn/c.png"><img src="b.png">')
    )
    assert found.images == (f"{SITE}/b.png", f"{SITE}/a.png", "http://o.cn/c.png", f"{SITE}/zwgk/tzgg/b.png")
    assert [link.url for link in found.links] == [f"{SITE}/x.html"]
    assert found.to_json()["images"] == list(found.images)


def test_a_page_of_pictures_without_end_is_cut() -> None:
    assert len(page(body("".join(f'<img src="/{n}.png">' for n in range(MAX_IMAGES + 99)))).images) == MAX_IMAGES


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://a.cn/x.jpg", True),
        ("http://a.cn/x.PNG?v=2", True),
        ("http://a.cn/x.html", False),
        ("http://a.cn/jpg", False),
        ("http://a.cn/?f=x.jpg", False),
    ],
)
def test_a_link_to_a_picture_is_told_by_its_extension(url: str, told: bool) -> None:
    assert is_image(url) is told
