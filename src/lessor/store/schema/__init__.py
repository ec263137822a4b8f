"""The tables of Kea in statements of our own: for each dialect the levels that can be made, and the way between them."""
