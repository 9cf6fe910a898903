"""Prints a line for every TCP connection that is attempted and every UDP datagram that is sent in this network, loopback
included, such as `tcp 11.22.1.1 443`. Ends when its input does, with the number of packets that it missed."""

import select
import socket
import struct
import sys

ETH_P_ALL, PACKET_OUTGOING, SOL_PACKET, PACKET_STATISTICS = 3, 4, 263, 6
TCP, UDP, SYN, ACK = 6, 17, 0x02, 0x10
MOST = 4096


def describe(packet):
    if packet[0] >> 4 == 4:
        protocol, address, payload = packet[9], socket.inet_ntop(socket.AF_INET, packet[16:20]), packet[(packet[0] & 15) * 4 :]
    else:
        protocol, address, payload = packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:]
    if protocol == UDP:
        return f"udp {address} {struct.unpack('!H', payload[2:4])[0]}"
    if protocol == TCP and payload[13] & (SYN | ACK) == SYN:
        return f"tcp {address} {struct.unpack('!H', payload[2:4])[0]}"
    return None


wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
print("ready", flush=True)
ends = False
while True:
    ready, _, _ = select.select([wire, sys.stdin], [], [], 0 if ends else None)
    if wire in ready:
        packet, (_, protocol, kind, *_) = wire.recvfrom(MOST)
        line = describe(packet) if kind == PACKET_OUTGOING and protocol in (0x0800, 0x86DD) else None
        if line:
            print(line, flush=True)
    elif ends:
        break
    ends = ends or sys.stdin in ready
print("missed", struct.unpack("II", wire.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1], flush=True)
