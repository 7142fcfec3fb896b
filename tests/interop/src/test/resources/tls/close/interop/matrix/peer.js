// SPDX-License-Identifier: Apache-2.0
// A TLS peer that does what it is told, one command a line: Node's tls module (OpenSSL in memory, its own closing).
//
// usage: peer.js server|client TLSv1.2|TLSv1.3 authority chain key port
'use strict';
const fs = require('fs');
const net = require('net');
const readline = require('readline');
const tls = require('tls');

const [role, version, authority, chain, key, port] = process.argv.slice(2);
const versions = { minVersion: version, maxVersion: version };

function connection() {
  if (role === 'client') {
    return new Promise((resolve, reject) => {
      const made = tls.connect({
        ...versions, port, host: '127.0.0.1', servername: 'server.test', ca: fs.readFileSync(authority),
        allowHalfOpen: true,
      }, () => resolve(made));
      made.once('error', reject);
    });
  }
  return new Promise((resolve, reject) => {
    const server = tls.createServer({
      ...versions, cert: fs.readFileSync(chain), key: fs.readFileSync(key), allowHalfOpen: true,
    }, resolve);
    server.on('tlsClientError', reject);
    server.listen(port, '127.0.0.1');
  });
}

/** Reads to the end. Node has one event for close_notify and for the end of the transport. */
function drain(socket) {
  return new Promise((resolve) => {
    let count = 0;
    const say = (how) => { console.log('drained', count, how); resolve(); };
    if (socket.readableEnded) return say('end');
    socket.on('data', (data) => { count += data.length; });
    socket.once('end', () => say('end'));
    socket.once('error', (error) => say(error.code));
    socket.resume();
  });
}

const commands = {
  echo: (socket) => new Promise((resolve) => socket.once('data', (data) => {
    socket.pause();
    socket.write(data, resolve);
  })),
  drain,
  send: (socket, count) => new Promise((resolve) => socket.write(Buffer.alloc(count, 'x'), () => {
    console.log('sent');
    resolve();
  })),
  close: (socket) => new Promise((resolve) => socket.end(() => { console.log('closed'); resolve(); })),
};

async function main() {
  const socket = await connection();
  socket.setNoDelay(true);
  socket.on('error', (error) => console.log('error', error.code));
  console.log('version', process.version, 'with OpenSSL', process.versions.openssl);
  console.log('wrapped');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, count] = line.split(' ');
    await commands[command](socket, Number(count));
  }
  process.exit(0);
}

main().catch((error) => { console.log(error); process.exit(1); });
