// A small app in Bolt for JavaScript, written for this test: errands are asked for by /errand, taken by a button, done by another.
// Over Socket Mode with SLACK_APP_TOKEN, else over signed HTTP. Says {"port": ...} (null with sockets) once it listens.

import bolt from "@slack/bolt";

const { SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = process.env;
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  logLevel: bolt.LogLevel.ERROR,
  ...(SLACK_APP_TOKEN ? { appToken: SLACK_APP_TOKEN, socketMode: true } : { signingSecret: SLACK_SIGNING_SECRET }),
});

const plain = (text) => ({ type: "plain_text", text });
const words = (text) => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (action_id, label, value) => ({ type: "button", action_id, text: plain(label), value });

function form(channel) {
  return {
    type: "modal",
    callback_id: "errand",
    private_metadata: channel,
    notify_on_close: true,
    title: plain("Errand"),
    submit: plain("Ask"),
    close: plain("Leave"),
    blocks: [
      {
        type: "input",
        block_id: "what",
        label: plain("What"),
        element: { type: "plain_text_input", action_id: "v" },
      },
      {
        type: "input",
        block_id: "shop",
        optional: true,
        label: plain("Shop"),
        element: { type: "external_select", action_id: "v", min_query_length: 1 },
      },
    ],
  };
}

app.command("/errand", async ({ ack, body, client }) => {
  await ack(body.text === "aloud" ? "Opening the form" : undefined);
  await client.views.open({ trigger_id: body.trigger_id, view: form(body.channel_id) });
});

app.options("v", async ({ ack, payload }) => {
  const shops = ["baker", "bookshop", "grocer"].filter((name) => name.startsWith(payload.value));
  await ack({ options: shops.map((name) => ({ text: plain(name), value: name })) });
});

app.view("errand", async ({ ack, body, view, client }) => {
  const what = view.state.values.what.v.value;
  const shop = view.state.values.shop.v.selected_option?.value ?? "anywhere";
  if (what === "nothing") {
    await ack({ response_action: "errors", errors: { what: "Then nobody has to go." } });
    return;
  }
  await ack();
  await client.chat.postMessage({
    channel: view.private_metadata,
    text: `${what} from ${shop}`,
    blocks: [words(`*${what}* from ${shop}, asked by <@${body.user.id}>`), { type: "actions", elements: [button("take", "I will go", what)] }],
    metadata: { event_type: "errand", event_payload: { what } },
  });
});

app.view({ callback_id: "errand", type: "view_closed" }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: "No errand, then." });
});

app.action("take", async ({ ack, action, body, client, respond }) => {
  await ack();
  const text = `${action.value}: <@${body.user.id}> goes`;
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text, blocks: [words(text)] });
  await respond({ text: "Thank you.", response_type: "ephemeral", replace_original: false });
  await client.views.publish({ user_id: body.user.id, view: { type: "home", blocks: [words(`To do: ${action.value}`)] } });
});

app.event("app_mention", async ({ event, say }) => {
  await say({ text: `Heard: ${event.text.replace(/<[^>]*>/g, "").trim()}`, thread_ts: event.ts });
});

app.error(async (error) => console.error(error));

const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log(JSON.stringify({ port: SLACK_APP_TOKEN ? null : server.address().port }));
