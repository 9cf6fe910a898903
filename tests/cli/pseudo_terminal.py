"""pseudo_terminal.py COLUMNS TEXT COMMAND...: runs a command on a terminal of its own and copies what it writes.

Once TEXT has appeared (unless it is empty), the command gets Ctrl-C. Ends with the command's status.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, interrupt_after, *command = sys.argv[1:]
primary, secondary = pty.openpty()
fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(columns), 0, 0))
child = os.fork()
if child == 0:
    os.close(primary)
    os.setsid()
    fcntl.ioctl(secondary, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(secondary, stream)
    os.execvp(command[0], command)
os.close(secondary)

written = b""
while True:
    try:
        chunk = os.read(primary, 65536)
    except OSError:  # Linux: the other side is closed.
        break
    if not chunk:
        break
    written += chunk
    if interrupt_after and interrupt_after.encode() in written:
        interrupt_after = ""
        os.write(primary, b"\x03")
sys.stdout.buffer.write(written)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
