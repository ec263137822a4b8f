"""Options of answers set and removed by expressions."""
