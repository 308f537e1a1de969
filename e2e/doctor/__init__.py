"""`runner-e2e doctor`: whether the configuration fits the page, point by point, and the line to change."""
