"""awaitc as a port of Emscripten, 3.1.54 or newer: emcc --use-port=PATH/awaitc_port.py main.c ...

Gives the headers and the runtime, compiled from the sources beside this file. The flags of the link, and
`awaitc transform` after it, are the caller's: docs/using-from-c.md. Emscripten keeps what it has
compiled; after a change of the sources, `emcc --clear-cache`.
"""

import os

TAG = '0.1.0'
DESCRIPTION = 'awaitc: asyncio for C on WebAssembly'
LICENSE = 'MIT license'

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
URL = 'file://' + ROOT
SOURCE = os.path.join(ROOT, 'src')
FLAGS = ['-O2', '-DNDEBUG', '-Xclang', '-disable-red-zone', '-I' + os.path.join(ROOT, 'include'), '-I' + SOURCE]
LIBRARY = 'libawaitc-%s.a' % TAG


def read_sources():
    """The runtime's C files for Emscripten, as paths in src/: all folders but other platforms' and backends'."""
    found = []
    for folder, _, names in os.walk(SOURCE):
        path = os.path.relpath(folder, SOURCE).replace(os.sep, '/')
        if not path.startswith(('platform/native', 'platform/wasi', 'platform/jspi')):
            found += [path + '/' + name for name in names if name.endswith('.c')]
    return sorted(found)


def get(ports, settings, shared):
    def create(final):
        ports.build_port(SOURCE, final, 'awaitc', flags=FLAGS, srcs=read_sources())
    return [shared.cache.get_lib(LIBRARY, create, what='port')]


def clear(ports, settings, shared):
    shared.cache.erase_lib(LIBRARY)


def process_args(ports):
    return ['-isystem', os.path.join(ROOT, 'include'), '-Xclang', '-disable-red-zone']


def show():
    return DESCRIPTION + ' (--use-port; ' + LICENSE + ')'
