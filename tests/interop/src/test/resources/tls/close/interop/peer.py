# SPDX-License-Identifier: Apache-2.0
"""A TLS peer that does what it is told, one command a line: OpenSSL through Python's ssl module.

usage: peer.py server|client TLSv1_2|TLSv1_3 authority chain key [port]
"""
import socket
import ssl
import struct
import sys


def log_alert(connection, direction, version, content_type, message_type, data):
    """Alerts in the form that openssl -msg gives them."""
    if len(data) == 2 and getattr(content_type, "name", "") == "ALERT":
        arrows = {"read": "<<<", "write": ">>>"}[direction]
        level = {1: "warning", 2: "fatal"}.get(data[0], data[0])
        print(f"{arrows} {version.name}, Alert [length 0002], {level} {message_type.name.lower()}")


def context(role, version, authority, chain, key):
    if role == "server":
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(chain, key)
    else:
        made = ssl.create_default_context(cafile=authority)
    made.minimum_version = made.maximum_version = ssl.TLSVersion[version]
    made._msg_callback = log_alert
    return made


def connect(role, port):
    if role == "client":
        return socket.create_connection(("127.0.0.1", port))
    listener = socket.create_server(("127.0.0.1", 0))
    print("listening on port", listener.getsockname()[1])
    return listener.accept()[0]


def without_delay(connected):
    """Or a reset could overtake what waits in the kernel."""
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


class Peer:
    def __init__(self, role, tls, transport):
        self.role, self.tls, self.transport = role, tls, transport

    def wrap(self):
        """Shakes hands; the second time on a transport that unwrap gave back."""
        name = None if self.role == "server" else "server.test"
        self.transport = self.tls.wrap_socket(
            self.transport, server_side=self.role == "server", server_hostname=name, suppress_ragged_eofs=False)
        print("wrapped")

    def echo(self):
        self.transport.sendall(self.transport.recv(1 << 14))

    def drain(self):
        """Reads to the close_notify, or fails."""
        count = 0
        while data := self.transport.recv(1 << 14):
            count += len(data)
        print("drained", count)

    def send(self, file):
        self.transport.sendall(content(file))

    def close_notify(self):
        """Sends close_notify without waiting for the other one."""
        self.transport.setblocking(False)
        try:
            self.transport.unwrap()
        except ssl.SSLWantReadError:
            print("half-closed")
        self.transport.setblocking(True)

    def unwrap(self):
        """Sends close_notify and waits for the other one."""
        self.transport = self.transport.unwrap()
        print("unwrapped")

    def swap(self, file):
        """Sends a file and receives as many bytes, which should be the same."""
        ours = content(file)
        self.transport.sendall(ours)
        theirs = bytearray()
        while len(theirs) < len(ours) and (data := self.transport.recv(len(ours) - len(theirs))):
            theirs += data
        print("swapped", len(theirs), "same" if theirs == ours else "different")

    def reset(self):
        self.transport.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.close()
        print("reset")


def content(file):
    with open(file, "rb") as opened:
        return opened.read()


def main(role, version, authority, chain, key, port="0"):
    sys.stdout.reconfigure(line_buffering=True)
    peer = Peer(role, context(role, version, authority, chain, key), without_delay(connect(role, int(port))))
    peer.wrap()
    for line in sys.stdin:
        command, *arguments = line.split()
        getattr(peer, command)(*arguments)


main(*sys.argv[1:])
