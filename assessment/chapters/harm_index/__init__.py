"""The days that each record weighs, and the few categories and places with most of them."""
