"""The tables of Kea in statements of our own: for each dialect the levels it can have, and the way between them."""
