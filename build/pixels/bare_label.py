"""The least that a window in Python can be: one label with Chinese text that fills the screen, in the colour given."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication(["bare label"])
label = QLabel("考生登录")
label.setStyleSheet(f"background: {sys.argv[1]}")
label.setWindowFlag(Qt.WindowType.FramelessWindowHint)
label.setGeometry(label.screen().geometry())
label.show()
sys.exit(application.exec())
