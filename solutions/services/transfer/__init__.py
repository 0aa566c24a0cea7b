"""The catalogue as tables that curators take out, mend in a spreadsheet, and bring back."""
