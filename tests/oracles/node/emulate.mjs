// Another Slack server, somebody else's: npm's emulate, with the people, channels and token given as JSON. Says {"url": ...}.

import { createServer } from "node:net";
import { createEmulator } from "emulate";

// It takes no port 0, so a free one is looked for.
const port = await new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});
const emulator = await createEmulator({ service: "slack", port, seed: { slack: JSON.parse(process.argv[2]) } });
console.log(JSON.stringify({ url: emulator.url.replace("localhost", "127.0.0.1") }));
