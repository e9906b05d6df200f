"""The schema on its way from any former release to today: nothing lost, nothing half done."""
