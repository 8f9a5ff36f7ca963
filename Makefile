# plang - see `make help`.
CC       ?= gcc
BUILD    ?= build
VERSION  := 0.1.0
PKGS     := gmp mpfr jansson libsodium libutf8proc
