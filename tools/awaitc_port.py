"""awaitc as a port of Emscripten, 3.1.54 or newer: emcc --use-port=PATH/awaitc_port.py main.c ...

Gives the headers and the runtime, compiled from the sources beside this file. The flags of the link, and
`awaitc transform` after it, are the caller's: docs/using-from-c.md. Emscripten keeps what it has
compiled; after a change of the sources, `emcc --clear-cache`.
"""

import os
import re

TAG = '0.1.0'
DESCRIPTION = 'awaitc: asyncio for C on WebAssembly'
LICENSE = 'MIT license'

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
URL = 'file://' + ROOT
FLAGS = ['-O2', '-DNDEBUG', '-Xclang', '-disable-red-zone', '-I' + os.path.join(ROOT, 'include')]


def read_sources():
    """Files of src/ with the definitions each is compiled with, from CMakeLists.txt, where the lists are."""
    with open(os.path.join(ROOT, 'CMakeLists.txt')) as file:
        text = file.read()
    lists = [re.search(pattern, text).group(1) for pattern in (
        r'set\(AW_KERNEL([^)]*)\)', r'set\(AW_PRIMITIVES([^)]*)\)',
        r'target_sources\(awaitc PRIVATE([^)]*_emcc[^)]*)\)')]
    defined = dict(re.findall(
        r'set_source_files_properties\(src/(\w+\.c) PROPERTIES COMPILE_DEFINITIONS "?([^")]*)"?\)', text))
    sources = [(name, defined.get(name)) for name in re.findall(r'src/(\w+\.c)', ' '.join(lists))]
    # Compiled once for each of libc's printing cores: a program links the one it uses.
    cores = re.search(r'foreach\(core ([^)]*)\)', text).group(1).split()
    return sources + [('print_wasm.c', 'PRINT_CORE=' + core) for core in cores]


def libraries():
    """Each archive's name, sources and further flags; a file with definitions has one of its own."""
    sources = read_sources()
    yield 'libawaitc-%s.a' % TAG, [name for name, definition in sources if not definition], []
    for i, (name, definition) in enumerate((it for it in sources if it[1]), 1):
        yield 'libawaitc-%s-%d.a' % (TAG, i), [name], ['-D' + definition]


def get(ports, settings, shared):
    def build(srcs, flags):
        def create(final):
            ports.build_port(os.path.join(ROOT, 'src'), final, 'awaitc', flags=FLAGS + flags, srcs=srcs)
        return create
    return [shared.cache.get_lib(name, build(srcs, flags), what='port')
            for name, srcs, flags in libraries()]


def clear(ports, settings, shared):
    for name, _, _ in libraries():
        shared.cache.erase_lib(name)


def process_args(ports):
    return ['-isystem', os.path.join(ROOT, 'include'), '-Xclang', '-disable-red-zone']


def show():
    return DESCRIPTION + ' (--use-port; ' + LICENSE + ')'
