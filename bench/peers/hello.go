// The smallest program that prints a line.
package main

import "os"

func main() { os.Stdout.WriteString("hello, world\n") }
