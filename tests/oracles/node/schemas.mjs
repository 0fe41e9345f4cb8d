// Turns Slack's own TypeScript types into JSON Schemas, one file each, in node_modules/.schemas:
// payloads of Bolt by their type, events as event.TYPE, blocks as block.TYPE, what was pressed as action.TYPE, answers of
// the Web API as their type is called (ChatPostMessageResponse).

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

const folder = "node_modules/.schemas";
const payloads = {
  slash_commands: "bolt.SlashCommand",
  block_actions: "bolt.BlockAction",
  view_submission: "bolt.ViewSubmitAction",
  view_closed: "bolt.ViewClosedAction",
  shortcut: "bolt.GlobalShortcut",
  message_action: "bolt.MessageShortcut",
  block_suggestion: "bolt.BlockSuggestion",
  event_callback: "bolt.EnvelopedEvent",
  view: "bolt.ViewOutput",
};
const unions = { event: "slack.SlackEvent", block: "slack.KnownBlock", action: "bolt.BlockElementAction" };
for (const file of readdirSync("node_modules/@slack/web-api/dist/types/response")) {
  const name = file.match(/^(\w+Response)\.d\.ts$/)?.[1];
  if (name) payloads[name] = `web.${name}`;
}

mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/slack.ts`,
  [
    'import type * as bolt from "@slack/bolt";',
    'import type * as slack from "@slack/types";',
    'import type * as web from "@slack/web-api";',
    "export interface Slack {",
    ...Object.entries({ ...payloads, ...unions }).map(([name, type]) => `  ${name}: ${type};`),
    "}",
  ].join("\n"),
);

// Types of different methods bear the same names ("Message", "Block"), so nothing is shared between schemas: expose none.
const { definitions, properties } = createGenerator({
  path: `${folder}/slack.ts`,
  tsconfig: "tsconfig.json",
  type: "Slack",
  expose: "none",
  topRef: false,
  jsDoc: "none",
  skipTypeCheck: true,
}).createSchema("Slack");

function write(name, schema) {
  const recursive = JSON.stringify(schema).includes('"$ref"');
  writeFileSync(`${folder}/${name}.json`, JSON.stringify(recursive ? { ...schema, definitions } : schema));
}

for (const union of Object.keys(unions)) {
  const members = {};
  for (const member of properties[union].anyOf) (members[member.properties.type.const] ??= []).push(member);
  for (const [type, shapes] of Object.entries(members)) write(`${union}.${type}`, { anyOf: shapes });
}
for (const name of Object.keys(payloads)) write(name, properties[name]);
