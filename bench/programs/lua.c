/* Lua of Debian's source package, running scripts in a task. A script may wait: it has a function
 * `sleep`. Errors end the program, because Asyncify has no setjmp; tax.mjs defines LUAI_THROW. */
#include "tax.h"

#include <stdlib.h>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

static const char *const scripts[] = {
    /* calls */
    "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end "
    "return fib(29)",
    /* strings */
    "local parts = {} "
    "for i = 1, 40000 do parts[#parts + 1] = string.format('%d:%s', i, ('x'):rep(i % 10)) end "
    "local text = table.concat(parts, ',') "
    "local count = 0 "
    "for word in text:gmatch('%d+:x+') do count = count + #word end "
    "return count + #text:gsub('x', 'yy'):upper()",
    /* tables */
    "local rows, seed = {}, 7 "
    "for i = 1, 20000 do seed = seed * 1103515245 % 2147483648; rows[i] = {key = seed} end "
    "table.sort(rows, function(a, b) return a.key < b.key end) "
    "local sums = setmetatable({}, {__index = function() return 0 end}) "
    "for i, row in ipairs(rows) do local k = row.key % 97; sums[k] = sums[k] + i end "
    "local sum = 0 for _, n in pairs(sums) do sum = sum + n end return sum",
};

static int lua_sleep(lua_State *L)
{
    lua_pushinteger(L, WAIT(luaL_checkinteger(L, 1)));
    return 1;
}

static int compute(int which)
{
    lua_State *L = luaL_newstate();
    luaL_requiref(L, "_G", luaopen_base, 1);
    luaL_requiref(L, "string", luaopen_string, 1);
    luaL_requiref(L, "table", luaopen_table, 1);
    lua_register(L, "sleep", lua_sleep);
    lua_settop(L, 0);
    if (luaL_dostring(L, scripts[which]) != LUA_OK) abort();
    int result = (int)lua_tointeger(L, -1);
    lua_close(L);
    return result;
}

WORK(compute)
