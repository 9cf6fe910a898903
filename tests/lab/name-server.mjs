/** A name server of tests, which can say something else each time it is asked. */

import { bindOnInternet } from "./internet.mjs";

const TYPES = { A: 1, CNAME: 5, AAAA: 28 };

const labels = (name) => {
  const parts = name.split(".").filter(Boolean);
  return Buffer.concat([...parts.map((part) => Buffer.from([part.length, ...Buffer.from(part)])), Buffer.from([0])]);
};

function ipv6(text) {
  const [before, after = ""] = text.split("::");
  const groups = (side) => side.split(":").filter(Boolean);
  const missing = text.includes("::") ? 8 - groups(before).length - groups(after).length : 0;
  const all = [...groups(before), ...Array(missing).fill("0"), ...groups(after)];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}

const DATA = {
  A: (text) => Buffer.from(text.split(".").map(Number)),
  AAAA: ipv6,
  CNAME: labels,
};

function record(owner, { type, data }) {
  const head = Buffer.alloc(10);
  const value = DATA[type](data);
  head.writeUInt16BE(TYPES[type], 0);
  head.writeUInt16BE(1, 2);
  // The time to live stays 0.
  head.writeUInt16BE(value.length, 8);
  return Buffer.concat([labels(owner), head, value]);
}

function readQuestion(message) {
  const parts = [];
  let at = 12;
  while (message[at] > 0) {
    parts.push(message.toString("latin1", at + 1, at + 1 + message[at]));
    at += 1 + message[at];
  }
  const type = Object.keys(TYPES).find((name) => TYPES[name] === message.readUInt16BE(at + 1));
  return { name: parts.join(".").toLowerCase(), type, end: at + 5 };
}

/**
 * Answers at `address` while test `t` runs. `answer(name, type)` gives the records, in order, as `{ type, data }`; one after a
 * CNAME is of the name that it leads to.
 */
export async function serveNames(t, address, answer) {
  const socket = await bindOnInternet(53, address);
  socket.on("message", (message, from) => {
    const { name, type, end } = readQuestion(message);
    let owner = name;
    const records = answer(name, type).map((one) => {
      const bytes = record(owner, one);
      if (one.type === "CNAME") owner = one.data;
      return bytes;
    });
    const head = Buffer.alloc(12);
    message.copy(head, 0, 0, 2);
    // QR, AA, RD, RA; one question, these answers (RFC 1035 §4.1.1).
    head.writeUInt16BE(0x8580, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([head, message.subarray(12, end), ...records]), from.port, from.address);
  });
  t.after(() => new Promise((resolve) => socket.close(resolve)));
}
