"""What the HTML page shows beyond the text: rule texts, card data, overview, template environment.

In: records. Out: plain views and JSON for `report.html`.
"""
