#!/usr/bin/env node
// The command line of awaitc, for `npx @awaitc/compiler run main.c`: with this package it finds all
// that it needs to compile. Decides nothing.
import "awaitc/cli";
