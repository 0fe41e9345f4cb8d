"""What the page does beside blocks: long channels, many channels, instruments, two people at once, what is new, files, mail."""

from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.test_blocks import post
from workspace import modals, shapes
from workspace.state import BOT_USER, Channel, Message, Scheduled

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SATO, MILLER = "U0SATO", "U0MILLER"


def said(workspace, text, user=MILLER, channel="C0BUILD", **more):
    return workspace.state.put(Message(channel, workspace.state.next_ts(), user, text, **more))


async def test_ten_thousand_messages_are_scrolled_through_with_a_few_hundred_on_the_page(quiet, looked):
    made = [said(quiet, f"number {number}", user=SATO if number % 3 else MILLER) for number in range(10_000)]
    quiet.acts.mark_read(SATO, "C0BUILD")
    window = await looked(SATO, "channel=C0BUILD")
    page, scroll = window.page, window.page.locator("#main .scroll")
    await expect(window.newest).to_contain_text("number 9999")
    await scroll.focus()
    for wanted in ("number 9850", "number 9780"):
        await expect(page.locator("#main .message", has_text=wanted)).to_have_count(0)
        await scroll.evaluate("node => { node.scrollTop = 0; }")
        await expect(page.locator("#main .message", has_text=wanted)).to_have_count(1)
    assert await page.locator("#main .message").count() <= 600
    said(quiet, "one more")
    await page.get_by_role("button", name="新しいメッセージ").click()
    await expect(window.newest).to_contain_text("one more")
    await page.goto(f"{quiet.url}archives/C0BUILD/p{made[4321].ts.replace('.', '')}")
    await page.goto(f"{quiet.url}#as={SATO}&guide=0&channel=C0BUILD&at={made[4321].ts}")
    found = page.locator("#main .message", has_text="number 4321")
    await expect(found).to_be_in_viewport()
    await expect(found).to_be_focused()
    await page.locator("#main .day button").first.click()
    await page.get_by_role("menuitem", name="いちばん最初").click()
    await expect(page.locator("#main .message").nth(3)).to_contain_text("number 0")


async def test_two_hundred_channels_are_found_by_typing_and_walked_with_arrows(quiet, looked):
    for number in range(200):
        place = Channel(f"C0N{number:04d}", f"room-{number:03d}", "public", [SATO, MILLER])
        quiet.state.add_channel(place)
    quiet.state.changed()
    window = await looked(SATO, "channel=C0BUILD")
    side = window.page.locator("#sidebar")
    await side.get_by_role("searchbox").fill("room-17")
    await expect(side.locator(".place")).to_have_count(10)
    await side.get_by_role("button", name="room-170").focus()
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("heading", level=1)).to_contain_text("room-171")
    said(quiet, "psst", channel="C0N0175")
    await expect(side.get_by_role("button", name="room-175, 1 新着")).to_be_visible()


async def test_what_is_new_is_marked_counted_and_read_when_seen(quiet, looked):
    window = await looked(SATO, "channel=C0GENERAL")
    said(quiet, "before you looked")
    said(quiet, f"<@{SATO}> look")
    row = window.page.locator("#sidebar").get_by_role("button", name="platform-team, 1 新着")
    await expect(row.locator(".count.loud")).to_have_text("1")
    await expect(window.page).to_have_title("(1) 佐藤 健 · Hansho")
    await row.click()
    await expect(window.page.locator("#main .new-line + .message")).to_contain_text("before you looked")
    await expect(window.page).to_have_title("佐藤 健 · Hansho")
    await quiet.wait_for(lambda: quiet.state.read[SATO, "C0BUILD"] == quiet.state.messages["C0BUILD"][-1].ts)
    await window.newest.hover()
    await window.newest.get_by_role("button", name="このメッセージの操作").click()
    await window.page.get_by_role("menuitem", name="ここから未読にする").click()
    await window.go("general")
    await expect(row).to_be_visible()


async def test_reactions_pins_and_deleting_are_seen_by_everybody(quiet, looked):
    mine, theirs = await looked(MILLER, "channel=C0BUILD"), await looked(SATO, "channel=C0BUILD")
    await mine.write("@佐藤 健 see #platform-team :fire:")
    await expect(theirs.newest.locator(".mention.me")).to_have_text("@佐藤 健")
    await expect(theirs.newest.get_by_role("link", name="#platform-team")).to_be_visible()
    await theirs.newest.hover()
    await theirs.newest.get_by_role("button", name="リアクションする").click()
    await theirs.page.get_by_role("menuitem", name="eyes").click()
    await expect(mine.newest.locator(".reaction")).to_contain_text("1")
    await mine.newest.locator(".reaction").click()
    await expect(theirs.newest.locator(".reaction")).to_contain_text("2")
    await mine.newest.hover()
    await mine.newest.get_by_role("button", name="More for this message").click()
    await mine.page.get_by_role("menuitem", name="Pin").click()
    await expect(theirs.page.locator(".bookmarks")).to_contain_text("1件のピン留め")
    await mine.newest.hover()
    await mine.newest.get_by_role("button", name="More for this message").click()
    await mine.page.get_by_role("menuitem", name="Edit").click()
    box = mine.page.get_by_role("textbox", name="Edit")
    await expect(box).to_have_value("@佐藤 健 see #platform-team :fire:")
    await box.fill("@佐藤 健 see this")
    await mine.page.get_by_role("button", name="Save").click()
    await expect(theirs.newest).to_contain_text("@佐藤 健 see this(編集済み)")
    await mine.newest.hover()
    await mine.newest.get_by_role("button", name="More for this message").click()
    await mine.page.get_by_role("menuitem", name="Delete").click()
    await expect(theirs.page.locator("#main .message", has_text="see")).to_have_count(0)


async def test_names_are_completed_while_typing_and_shift_enter_makes_a_line(quiet, looked):
    window = await looked(MILLER, "channel=C0BUILD")
    await window.composer.press_sequentially("@sat")
    await expect(window.page.get_by_role("option")).to_contain_text(["佐藤 健"])
    await window.composer.press("Enter")
    await window.composer.press_sequentially("one")
    await window.composer.press("Shift+Enter")
    await window.composer.press_sequentially("two <b> & @chan")
    await window.composer.press("Enter")
    await window.composer.press("Enter")
    await quiet.wait_for(
        lambda: quiet.state.messages["C0BUILD"][-1].text == "<@U0SATO> one\ntwo &lt;b&gt; &amp; <!channel>"
    )


async def test_threads_open_beside_and_escape_leads_back(quiet, looked):
    parent = said(quiet, "shall we?")
    window = await looked(SATO, "channel=C0BUILD")
    await window.newest.hover()
    await window.newest.get_by_role("button", name="スレッドで返信").click()
    box = window.page.locator("#side textarea")
    await expect(box).to_be_focused()
    await box.fill("yes")
    await box.press("Enter")
    await expect(window.page.locator("#side .message")).to_have_count(2)
    await expect(window.message("shall we?").get_by_role("button", name="1件の返信")).to_be_visible()
    await box.press("Escape")
    await expect(window.page.locator("#side")).to_be_hidden()
    await expect(window.page.locator(f'#main [data-ts="{parent.ts}"]')).to_be_focused()


async def test_a_person_of_another_company_has_neither_commands_nor_shortcuts(quiet, looked):
    window = await looked("U0HIGASHI", "channel=C0TOBU")
    await expect(window.page.get_by_role("heading", level=1)).to_contain_text("Tobu Trading")
    await expect(window.page.locator("#main").get_by_role("button", name="ショートカット")).to_have_count(0)
    await window.write("/incident")
    await expect(window.page.get_by_role("alert")).to_contain_text("同じ会社")
    sato = await looked(SATO, "channel=C0TOBU")
    await window.write("こちらは窓口です")
    await expect(sato.newest.locator(".badge.outside")).to_have_text("Tobu Trading (practice)")


async def test_two_people_side_by_side_in_one_window(quiet, looked):
    window = await looked(SATO, "channel=C0BUILD")
    await window.page.locator("#person").click()
    await window.page.get_by_role("menuitem", name="だれかと並べて見る").click()
    await window.page.get_by_role("menuitem", name="Alex Miller").click()
    second = window.page.frame_locator("#second")
    await second.get_by_role("button", name="Channels", exact=True).click()
    await second.locator("#sidebar").get_by_role("button", name="platform-team").click()
    await expect(second.get_by_role("heading", level=1)).to_contain_text("platform-team")
    await second.locator("#main textarea").fill("from the other side")
    await second.locator("#main textarea").press("Enter")
    await expect(window.newest).to_contain_text("from the other side")
    await window.page.locator("#person").click()
    await window.page.get_by_role("menuitemradio", name="鈴木 恵").click()
    await expect(window.page.locator(".self")).to_contain_text("責任者")


async def test_time_is_moved_and_what_comes_next_is_listed(quiet, looked):
    at = int(quiet.clock.now().timestamp())
    quiet.state.scheduled["Q1"] = Scheduled("Q1", "C0DESK", at + 600, "later", [], None)
    quiet.state.scheduled["Q2"] = Scheduled("Q2", "C0DESK", at + 900, "never", [], {"event_type": "x"})
    quiet.state.changed()
    page = (await looked("U0BROWN", "channel=C0DESK")).page
    await page.locator(".clock-face").click()
    await expect(page.locator(".next-list li")).to_have_count(2)
    await expect(page.locator(".next-list li").nth(1)).to_contain_text("will not be posted")
    async with aiohttp.ClientSession() as away:  # an address nobody listens at: the event is tried again in a minute
        await away.post(f"{quiet.url}_practice/act", json={"as": "U0BROWN", "do": "open_home", "tab": "home"})
    await expect(page.locator(".next-list")).to_contain_text("Event delivered again")
    await page.locator(".next-list").get_by_role("button", name="03:15:00").click()
    await expect(page.locator("#face")).to_have_text("03:15:00 JST")
    await expect(page.locator("#main .message").last).to_contain_text("later")
    await page.get_by_label("Set the time (Tokyo)").fill("2026-11-24T04:00:00")
    await page.get_by_role("button", name="Set", exact=True).click()
    await expect(page.locator("#face")).to_have_text("04:00:00 JST")
    await page.get_by_role("button", name="Let the clock run").click()
    await expect(page.get_by_role("button", name="Stop the clock")).to_be_visible()


async def test_traffic_is_listed_searched_and_says_what_was_wrong_where(quiet, looked):
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {quiet.settings.bot_token}"}) as bot:
        page = (await looked(MILLER, "channel=C0BUILD&tool=traffic")).page
        long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
        await bot.post(f"{quiet.api_url}chat.postMessage", json={"channel": "C0DESK", "blocks": long})
        await bot.post(f"{quiet.api_url}auth.test")
        await expect(page.locator(".traffic li")).to_have_count(2)
        await page.get_by_role("combobox", name="Filter").select_option("Failed or with a fault")
        await expect(page.locator(".traffic li")).to_have_count(1)
        await page.locator(".traffic li").click()
        await expect(page.locator(".detail .problems")).to_contain_text("json-pointer:/blocks/0/text/text")
        await expect(page.locator(".detail .problems pre")).to_contain_text("xxxx")
        await page.get_by_role("combobox", name="Filter").select_option("All")
        await page.get_by_role("searchbox", name="Search").fill("auth.test")
        await expect(page.locator(".traffic li")).to_have_count(1)
        await page.get_by_role("combobox", name="Filter").select_option("Usage")
        await expect(page.locator(".usage table").first.get_by_role("row", name="auth.test")).to_contain_text("1")
        await expect(page.locator(".usage table").last.locator("tbody tr")).to_have_count(2)
        await page.get_by_label("Refuse too many calls").check()
        await expect(page.get_by_label("Refuse too many calls")).to_be_checked()
        await quiet.wait_for(lambda: quiet.core.rates.enforced)


async def test_faults_are_switched_on_seen_everywhere_and_switched_off(quiet, looked):
    page = (await looked(MILLER, "tool=faults")).page
    await page.get_by_label("What goes wrong").select_option(label="too many requests: 429")
    await page.get_by_label("How many times").fill("3")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator("#banner")).to_contain_text("chat.postMessage too many requests: 429 (5) ×3")
    assert quiet.faults.active[0].times == 3
    await page.get_by_label("Where").select_option("Sockets")
    await page.get_by_label("What goes wrong").select_option(label="connections are refused")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator(".faults-on li")).to_have_count(2)
    await page.locator(".faults-on").get_by_role("button", name="Switch off").first.click()
    await expect(page.locator(".faults-on li")).to_have_count(1)
    await page.locator("#banner").get_by_role("button", name="Switch all off").click()
    await expect(page.locator("#banner")).to_be_hidden()
    assert quiet.faults.active == []


async def test_mail_is_read_as_text_as_designed_and_raw_and_may_do_nothing(quiet, looked):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "第一報", "Hansho <bot@practice.example>", "desk@tobu.example"
    mail.set_content("本文です")
    mail.add_alternative(
        "<p>designed</p><script>parent.document.title='taken'</script><img src='http://outside.example/x.png'>",
        subtype="html",
    )
    mail.add_attachment(b"PDF", maintype="application", subtype="pdf", filename="notice.pdf")
    host, port = quiet.smtp_url.rpartition("//")[2].rpartition("@")[2].rstrip("/").split(":")

    def send():
        with smtplib.SMTP(host, int(port)) as server:
            server.send_message(mail)

    window = await looked(MILLER, "tool=mail")
    page = window.page
    await asyncio.to_thread(send)
    await expect(page.locator(".mails button")).to_contain_text("第一報")
    await expect(page.locator(".detail")).to_contain_text("本文です")
    await expect(page.get_by_role("link", name="notice.pdf")).to_be_visible()
    await page.get_by_role("button", name="As designed").click()
    await expect(page.frame_locator(".mail-html").locator("p")).to_have_text("designed")
    await page.get_by_role("button", name="Source").click()
    await expect(page.locator(".detail pre")).to_contain_text("multipart/mixed")
    assert "taken" not in await page.title()
    assert all(
        "Content Security Policy" in one or "Blocked script" in one or "outside.example" in one for one in window.said
    )
    window.said.clear()  # the page refused to run and to fetch, which it says in the console


async def test_a_file_chosen_in_a_form_is_brought_into_the_workspace(quiet, looked):
    block = {
        "type": "input",
        "block_id": "f",
        "label": {"type": "plain_text", "text": "Evidence"},
        "optional": True,
        "element": {"type": "file_input", "action_id": "v", "max_files": 1},
    }
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Files"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": shapes.finished([block]),
    }
    modals.show(quiet.state, MILLER, view, on_top=False)
    window = await looked(MILLER)
    await window.modal.locator("input[type=file]").set_input_files(
        {"name": "log.txt", "mimeType": "text/plain", "buffer": b"03:05 odd"}
    )
    await expect(window.modal.locator(".files li")).to_contain_text("log.txt")
    await quiet.wait_for(lambda: [one.content for one in quiet.state.files.values()] == [b"03:05 odd"])
    file = next(iter(quiet.state.files.values()))
    await window.page.keyboard.press("Escape")
    said(quiet, "see the file", user=BOT_USER, files=[file.id])
    await window.go("platform-team")
    await expect(window.newest.get_by_role("link", name="log.txt")).to_have_attribute(
        "href", f"/_practice/files/{file.id}?download"
    )


async def test_it_says_so_when_the_workspace_is_gone_and_goes_on_when_it_is_back(browser, tmp_path):
    from tests.browser.window import Window
    from workspace import Workspace

    first = Workspace()
    await first.start()
    port = int(first.url.rstrip("/").rpartition(":")[2])
    window = await Window.open(browser, first, SATO, "channel=C0BUILD")
    await first.stop()
    await expect(window.page.get_by_role("alert")).to_contain_text("応答がありません")
    second = Workspace()
    await second.start(port)
    said(second, "back again")
    await expect(window.newest).to_contain_text("back again")
    await window.page.context.close()
    await second.stop()


async def test_a_message_edited_under_ones_hands_keeps_focus_and_place(quiet, looked):
    message = post(
        quiet,
        [
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take it"}}
                ],
            }
        ],
    )
    window = await looked(MILLER, "channel=C0BUILD")
    await window.newest.get_by_role("button", name="Take it").focus()
    message.blocks = shapes.finished(
        [{"type": "section", "text": {"type": "mrkdwn", "text": "41 min left"}}, *message.blocks]
    )
    quiet.state.changed()
    await expect(window.newest).to_contain_text("41 min left")
    await expect(window.newest.get_by_role("button", name="Take it")).to_be_focused()
