/** The other process of internet.mjs: makes one socket, hands it over and ends. */

import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const [kind, port, address] = process.argv.slice(2);

const handOver = (socket) =>
  process.send("", socket, () => {
    // Two that hold it would take turns at what comes.
    socket.close();
    process.disconnect();
  });

const socket = kind === "udp" ? createSocket(address.includes(":") ? "udp6" : "udp4") : createServer();
socket.on("error", (error) => process.send(error.message, () => process.exit(1)));
socket.on("listening", () => handOver(socket));
if (kind === "udp") {
  socket.bind(Number(port), address);
} else {
  socket.listen(Number(port), address);
}
